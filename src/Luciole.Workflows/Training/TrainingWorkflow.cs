using System.Globalization;
using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Data.Loading;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Torch;
using Luciole.Torch.Runtime;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>Trains the network of a configuration on the folders it names, and leaves checkpoints and logs in the job's folder.</summary>
public static class TrainingWorkflow
{
    /// <summary>Trains.</summary>
    /// <param name="run">The configuration.</param>
    /// <param name="job">Where the results go.</param>
    /// <param name="version">The program's version, for the checkpoints.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="log">Told what happens.</param>
    /// <param name="stop">Ends training after the present step; what was reached is saved.</param>
    /// <param name="resume">Goes on from the job's last state, where there is one.</param>
    /// <exception cref="InputException">The configuration, a folder or an image does not fit.</exception>
    public static TrainingOutcome Run(
        ConfigurationResult run, JobFolder job, string version, Device device, IRunLog log, CancellationToken stop, bool resume = false)
    {
        Availability.Require(run.Configuration);
        job.RemoveUnfinished();
        using var start = StartingPoint.Find(run, job, resume, log);
        var settings = start.Configuration;
        RandomState.Seed(settings.System.Seed);

        var data = TrainingData.Find(settings);
        foreach (var note in data.Notes)
            log.Note(note);
        var trainingLoader = new SampleLoader(data.Training, ImageFile.Open, LoaderMapping.Training(settings));
        var validationLoader = data.Validation.Count == 0 ? null : new SampleLoader(data.Validation, ImageFile.Open, LoaderMapping.Validation(settings));
        var training = new LoaderBatches(trainingLoader, Math.Max(1, settings.Data.Train.Replicate));
        var validation = validationLoader is null ? null : new LoaderBatches(validationLoader);

        var task = TaskFactory.Task(settings);
        using var network = task.Model;
        if (start.Weights is { } weights)
            InitialWeights.Load(network, weights, settings.Model.Architecture, log);
        network.MoveTo(device);
        using var optimizer = OptimizerFactory.Optimizer(settings.Train, network);
        using var average = settings.Train.AverageDecay is { } decay ? new WeightAverage(network, decay) : null;
        var options = OptionsOf(settings, training.StepsPerEpoch);

        var supervised = settings.Problem.Workflow == Workflow.ImageToImage;
        var record = new CheckpointRecord(version, ChannelNames.OfTargets(data.Training), supervised ? trainingLoader.MeasureTargets() : null);
        var state = new TrainingState(network, optimizer, average, SampleFingerprint.Of(data.Training), device);
        var progress = start.State is { } resumed ? state.Restore(resumed) : TrainingProgress.Start;
        Announce(log, settings, network.ParameterCount, data, training.StepsPerEpoch, progress);
        progress = progress with { IsFinished = progress.IsFinished && progress.Epoch >= settings.Train.Epochs };

        var journal = new TrainingJournal(log, settings.Train.Epochs, job.TrainingLog(DateTime.Now));
        var store = new TrainingStore(state, settings, record, job);
        if (start.State is null)
            job.PutEarlierStatesAside();
        progress = new TrainingLoop(task, optimizer, options, average, device).Run(training, validation, journal, store, progress, stop);
        var best = File.Exists(job.BestCheckpoint) ? job.BestCheckpoint : job.LastState;
        return new TrainingOutcome(best, progress.History, progress.IsFinished);
    }

    private static void Announce(IRunLog log, LucioleConfiguration settings, long parameters, TrainingData data, int stepsPerEpoch, TrainingProgress progress)
    {
        log.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"training {settings.Model.Architecture}, {parameters:N0} parameters, on {data.Training.Count} images ({stepsPerEpoch} steps an epoch), validating on {data.Validation.Count}, {settings.Train.Epochs} epochs"));
        if (progress.TotalSteps > 0)
            log.Line(string.Create(CultureInfo.InvariantCulture, $"going on after {progress.Epoch} epochs and {progress.Step} steps, {progress.Elapsed.TotalMinutes:F1} minutes of training"));
    }

    private static TrainingOptions OptionsOf(LucioleConfiguration settings, int stepsPerEpoch)
    {
        var train = settings.Train;
        return new TrainingOptions
        {
            Epochs = train.Epochs,
            AccumulateBatches = train.AccumulationSteps,
            Patience = train.Patience < 0 ? null : train.Patience,
            TimeBudget = train.MaxMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            Schedule = OptimizerFactory.Schedule(train, (stepsPerEpoch + train.AccumulationSteps - 1) / train.AccumulationSteps),
            Metrics = [.. train.Metrics.Select(m => m.ToString().ToLowerInvariant())],
            MetricScale = TaskFactory.Scale(settings),
            ClipGradientNorm = train.ClipGradientNorm,
        };
    }
}
