using System.Globalization;
using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Data.Loading;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Runtime;
using Luciole.Torch.StateDicts;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>Trains the network of a configuration on the folders it names, and leaves checkpoints and logs in the job's folder.</summary>
public static class TrainingWorkflow
{
    private const long MemoryPartForImages = 4;
    private const int BatchesAhead = 4;
    private static readonly string[] s_encoder = ["cls_token", "pos_embed", "patch_embed.", "blocks.", "norm."];

    /// <summary>Trains.</summary>
    /// <param name="run">The configuration.</param>
    /// <param name="job">Where the results go.</param>
    /// <param name="version">The program's version, for the checkpoints.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="log">Told what happens.</param>
    /// <param name="stop">Ends training after the present step; what was reached is saved.</param>
    /// <exception cref="InputException">The configuration, a folder or an image does not fit.</exception>
    public static TrainingOutcome Run(ConfigurationResult run, JobFolder job, string version, Device device, IRunLog log, CancellationToken stop)
    {
        Availability.Require(run.Configuration);
        RandomState.Seed(run.Configuration.System.Seed);
        using var start = run.Configuration.Model.LoadCheckpoint ? PyTorchCheckpoint.Open(job.RequireCheckpoint(run.Configuration, "give PATHS.CHECKPOINT_FILE, or set MODEL.LOAD_CHECKPOINT: False to train from scratch")) : null;
        var adopted = start is null ? run : TrainedModel.Adopt(run, start);
        foreach (var note in adopted.Notes.Skip(run.Notes.Count))
            log.Note(note.ToString());
        var settings = adopted.Configuration;

        var data = TrainingData.Find(settings);
        foreach (var note in data.Notes)
            log.Note(note);
        var trainingLoader = new SampleLoader(data.Training, ImageFile.Open, TrainingLoaderSettings(settings));
        var validationLoader = data.Validation.Count == 0 ? null : new SampleLoader(data.Validation, ImageFile.Open, ValidationLoaderSettings(settings));
        var training = new LoaderBatches(trainingLoader, Math.Max(1, settings.Data.Train.Replicate));
        var validation = validationLoader is null ? null : new LoaderBatches(validationLoader);

        var task = TaskOf(settings);
        using var network = task.Model;
        if (start is not null)
            LoadWeights(network, start, settings, log);
        network.MoveTo(device);
        using var optimizer = new AdamW(
            ParameterGroup.Split(network, settings.Train.WeightDecay), settings.Train.LearningRate, settings.Train.Betas.First, settings.Train.Betas.Second);

        var supervised = settings.Problem.Workflow == Workflow.ImageToImage;
        var record = new CheckpointRecord(version, ChannelNames.OfTargets(data.Training), supervised ? trainingLoader.MeasureTargets() : null);
        var journal = new TrainingJournal(
            log, new CheckpointSaver(network, settings, record), job, settings.Train.Epochs, settings.Model.SaveEvery, job.TrainingLog(DateTime.Now));
        log.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"training {settings.Model.Architecture}, {network.ParameterCount:N0} parameters, on {data.Training.Count} images ({training.StepsPerEpoch} steps an epoch), validating on {data.Validation.Count}, {settings.Train.Epochs} epochs"));
        var history = new TrainingLoop(task, optimizer, OptionsOf(settings), device).Run(training, validation, journal, stop);
        journal.Finish(history);
        return new TrainingOutcome(job.BestCheckpoint, history);
    }

    private static void LoadWeights(Module network, PyTorchCheckpoint start, LucioleConfiguration settings, IRunLog log)
    {
        var report = StateDictLoader.Load(network, start.StateDict);
        var sameKind = start.StateDict.Any(t => t.Key == "mask_token") == (settings.Model.Architecture == Architecture.MaskedAutoencoder);
        if (sameKind)
            report.RequireComplete(start.Path);
        else
            RequireEncoder(report, start.Path);
        log.Line($"{Path.GetFileName(start.Path)}: {report}");
    }

    // Another kind of network gives its encoder, and all of it: anything less would train from random numbers unnoticed.
    private static void RequireEncoder(LoadReport report, string path)
    {
        report.RequireCompatible(path);
        if (report.Missing.FirstOrDefault(name => s_encoder.Any(part => name.StartsWith(part, StringComparison.Ordinal))) is { } lacking)
            throw new InputException($"{path}: lacks {lacking} of the encoder; give a checkpoint with the whole encoder, or set the MODEL.VIT keys to those it was trained with.");
    }

    private static TrainingTask TaskOf(LucioleConfiguration settings) => settings.Problem.Workflow == Workflow.SelfSupervised
        ? new PretrainingTask(NetworkFactory.Autoencoder(settings.Model, settings.Data.PatchSize, initialize: true))
        : new ImageToImageTask(
            NetworkFactory.ImageToImage(settings.Model, settings.Data.PatchSize, initialize: true),
            settings.Loss.Type == LossType.MeanSquaredError ? RegressionLoss.Mse : RegressionLoss.Mae);

    private static TrainingOptions OptionsOf(LucioleConfiguration settings)
    {
        var train = settings.Train;
        return new TrainingOptions
        {
            Epochs = train.Epochs,
            AccumulateBatches = train.AccumulationSteps,
            Patience = train.Patience < 0 ? null : train.Patience,
            TimeBudget = train.MaxMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            Schedule = train.Scheduler.Type == SchedulerType.WarmupCosine
                ? new WarmupCosine(train.LearningRate, train.Scheduler.MinLearningRate ?? 0, Math.Max(0, train.Scheduler.WarmupEpochs), train.Epochs)
                : new ConstantRate(train.LearningRate),
        };
    }

    private static LoaderSettings TrainingLoaderSettings(LucioleConfiguration settings) => CommonLoaderSettings(settings) with
    {
        Choice = settings.Data.ExtractRandomPatch ? PatchChoice.Random : PatchChoice.Grid,
        Layout = DataMapping.Layout(settings.Data.Train.Overlap, settings.Data.Train.Padding),
        RawsPerTarget = settings.Data.Train.RawsPerTarget == Configuration.RawsPerTarget.One ? Data.Loading.RawsPerTarget.One : Data.Loading.RawsPerTarget.All,
        Shuffle = settings.Augmentor.ShuffleTraining,
        Augmentation = AugmentationMapping.Pipeline(settings.Augmentor, settings.Data.Train.Resolution),
    };

    private static LoaderSettings ValidationLoaderSettings(LucioleConfiguration settings) => CommonLoaderSettings(settings) with
    {
        Choice = settings.Data.ExtractRandomPatch ? PatchChoice.TopLeft : PatchChoice.Grid,
        Layout = DataMapping.Layout(settings.Data.Validation.Overlap, settings.Data.Validation.Padding),
    };

    private static LoaderSettings CommonLoaderSettings(LucioleConfiguration settings) => new()
    {
        Patch = settings.Data.PatchSize.Shape(),
        Channels = settings.Data.PatchSize.Channels,
        BatchSize = settings.Train.BatchSize,
        ReflectToPatch = settings.Data.ReflectToPatchSize,
        Normalization = settings.Data.Normalization.ToData(),
        Seed = settings.System.Seed,
        Prefetch = settings.System.LoaderWorkers == 0 ? 0 : BatchesAhead,
        CacheBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryPartForImages,
    };
}
