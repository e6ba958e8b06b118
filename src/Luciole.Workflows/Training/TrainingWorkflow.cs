using System.Globalization;
using Luciole.Configuration;
using Luciole.Data.Loading;
using Luciole.Files;
using Luciole.Models;
using Luciole.Models.Footprint;
using Luciole.Torch;
using Luciole.Torch.Cuda;
using Luciole.Torch.Distributed;
using Luciole.Torch.Modules;
using Luciole.Torch.Runtime;
using Luciole.Training;
using Luciole.Workflows.Capacity;
using Luciole.Workflows.Journal;
using Luciole.Workflows.Ranks;

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
    /// <param name="ranks">The ranks that share the training, or null. Each calls this with the same arguments; the first alone writes files.</param>
    /// <exception cref="InputException">The configuration, a folder or an image does not fit.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before training began.</exception>
    public static TrainingOutcome Run(
        ConfigurationResult run, JobFolder job, string version, Device device, IRunLog log, CancellationToken stop, bool resume = false, JoinedRanks? ranks = null)
    {
        Availability.Require(run.Configuration);
        var isFirst = ranks?.Place.IsFirst ?? true;
        if (isFirst)
            job.RemoveUnfinished();
        using var start = StartingPoint.Find(run, job, resume, log);
        var settings = start.Configuration;
        ranks?.RequireSame("the checkpoint to begin with", (start.State ?? start.Weights)?.Path ?? "none");
        var plan = ComputePlan.OfTraining(settings, device, ComputePlan.Describe(device), CudaGraph.IsSupported(device), ranks is not null);
        foreach (var note in plan.Notes)
            log.Note(note);
        plan.Apply(device);
        if (ranks is not null)
            RankShare.Require(settings, ranks.Place);
        RandomState.Seed(settings.System.Seed);

        var onGpu = device.Kind == DeviceKind.Cuda;
        var available = MachineMemory.Available() / (ranks?.OnMachine ?? 1);
        var onDevice = onGpu ? FullDevice.Available(device) : available;
        var needs = Preflight.Check(ranks is null ? settings : RankShare.OfOne(settings, ranks.Place), job, new ComputeMode(device.Kind, plan.Mixed), onDevice, log);
        var tensors = ranks?.TensorsOf(device);
        var maximum = tensors is null ? null : new SharedMaximum(tensors);
        var task = TaskFactory.Task(settings, plan, maximum);
        using var network = task.Model;
        if (start.Weights is { } weights)
            InitialWeights.Load(network, weights, settings.Model.Architecture, log);
        network.MoveTo(device);
        if (plan.ChannelsLast)
            ChannelsLast.Apply(network);
        Recomputation.Choose(network, NetworkFactory.Recomputed(settings.Train.Recompute));
        using var shared = ranks is null ? null : new DataParallel(tensors!, network, RankShare.Options(settings, ranks, maximum!), stop);
        var budget = new MemoryBudget(available ?? MemoryBudget.Now(0).Free, onGpu ? needs.OnProcessor : needs.Memory);
        var cores = Math.Max(1, PhysicalCores.Count() / (ranks?.SharingCores ?? 1));

        // The first rank's record of what was checked spares the others the check.
        if (!isFirst && TrainingDataCheck.IsWanted(settings.Data))
            ranks!.AwaitFirst();
        var batches = TrainingBatches.Prepare(settings, job, budget, cores, onGpu, log, stop, ranks?.Place);
        if (isFirst && TrainingDataCheck.IsWanted(settings.Data))
            ranks?.AwaitFirst();
        using var optimizer = OptimizerFactory.Optimizer(settings.Train, network);
        using var average = settings.Train.AverageDecay is { } decay ? new WeightAverage(network, decay) : null;

        var state = new TrainingState(network, optimizer, average, SampleFingerprint.Of(batches.Data.Training), device);
        var progress = start.State is { } resumed ? state.Restore(resumed) : TrainingProgress.Start;
        ranks?.RequireSame("where training stands", $"{progress.TotalSteps} batches done, {SampleFingerprint.Of(batches.Data.Training)}");
        var options = OptionsOf(settings, plan, batches.Training.StepsPerEpoch);
        if (!isFirst)
        {
            // Masks of a masked autoencoder are drawn for whole batches, by all ranks alike; dropout is each rank's own.
            if (network is not MaskedAutoencoder)
                RandomState.Seed(settings.System.Seed + ((progress.TotalSteps + 1) * ranks!.Place.Ranks) + ranks.Place.Rank);
            progress = new TrainingLoop(task, optimizer, options, average, device, shared).Run(batches.Training, batches.Validation, new SilentObserver(), null, progress, stop);
            ranks!.AwaitFirst();
            return new TrainingOutcome(job.BestCheckpoint, progress.History, progress.IsFinished);
        }

        RunRecord.Begin(settings, job, network, FactsOf(network, start, batches, settings, device, cores, needs, onDevice, budget, job) with { Plan = plan, Ranks = ranks is null ? null : RankShare.Describe(settings, ranks) }, log);
        if (progress.TotalSteps > 0)
            log.Line(string.Create(CultureInfo.InvariantCulture, $"going on after {progress.Epoch} epochs and {progress.Step} steps, {progress.Elapsed.TotalMinutes:F1} minutes of training"));

        var record = new CheckpointRecord(version, ChannelNames.OfTargets(batches.Data.Training), batches.MeasureTargets());
        ITrainingStore store = new TrainingStore(state, settings, record, job);
        if (ranks is not null)
            store = new UninterruptedStore(store, ranks.Saving);
        using var journal = new TrainingJournal(JournalFiles.Of(job, DateTime.Now), log, options.Metrics, options.Epochs, settings.Log.ChartEvery, progress.History, progress.TotalSteps, plan.Step.Scaling is not null);
        var observer = network is MaskedAutoencoder autoencoder
            ? new ReconstructionObserver(journal, autoencoder, ReconstructionObserver.ImagesOf(batches.Validation ?? batches.Training), settings.Log.ChartEvery, options.Epochs, job.Reconstructions)
            : (ITrainingObserver)journal;
        batches.WriteSamples(settings, job, log, stop);
        if (start.State is null)
            job.PutEarlierStatesAside();
        try
        {
            var from = progress;
            progress = FullDevice.Answered(
                () => new TrainingLoop(task, optimizer, options, average, device, shared).Run(batches.Training, batches.Validation, observer, store, from, stop), settings, needs, device, onDevice);
        }
        finally
        {
            journal.Finish();
        }

        ranks?.AwaitFirst();

        return new TrainingOutcome(File.Exists(job.BestCheckpoint) ? job.BestCheckpoint : job.LastState, progress.History, progress.IsFinished);
    }

    private static RunFacts FactsOf(
        Module network, StartingPoint start, TrainingBatches batches, LucioleConfiguration settings, Device device, int cores, TrainingNeeds needs, long? available, MemoryBudget budget, JobFolder job) => new()
    {
        Parameters = network.ParameterCount,
        TrainedParameters = network.Parameters().Where(p => p.Tensor.RequiresGrad).Sum(p => p.Tensor.ElementCount),
        StartsFrom = (start.State ?? start.Weights)?.Path,
        TrainingSamples = batches.Data.Training.Count,
        ValidationSamples = batches.Data.Validation.Count,
        StepsPerEpoch = batches.Training.StepsPerEpoch,
        Device = device.ToString(),
        Threads = TorchRuntime.Threads,
        LoaderThreads = LoaderThreads.Count(settings.System.LoaderWorkers, batches.Data.Training.Count, cores, device.Kind == DeviceKind.Cuda),
        AvailableMemory = available,
        ImageMemory = budget.Bytes,
        FreeDisk = EarlyRefusal.FreeSpace(job.Checkpoints),
        Needs = needs,
    };

    private static TrainingOptions OptionsOf(LucioleConfiguration settings, ComputePlan plan, int stepsPerEpoch)
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
            Step = plan.Step,
        };
    }
}
