using System.Globalization;
using Luciole.Configuration;
using Luciole.Workflows.Capacity;

namespace Luciole.Workflows.Journal;

/// <summary>What a training is about to do and what it will need, told before it begins.</summary>
internal static class RunSummary
{
    /// <summary>The summary as a table of names and values.</summary>
    public static string Of(LucioleConfiguration settings, JobFolder job, RunFacts facts) => TextTable.Of([.. Rows(settings, job, facts).Select(r => new[] { r.Name, r.Value })]);

    /// <summary>The rows of the table.</summary>
    public static IEnumerable<(string Name, string Value)> Rows(LucioleConfiguration settings, JobFolder job, RunFacts facts)
    {
        var (train, data) = (settings.Train, settings.Data);
        yield return ("task", settings.Problem.Workflow == Workflow.SelfSupervised ? "masked pre-training" : "fluorescence from label-free images");
        yield return ("network", Network(settings));
        yield return ("parameters", Text($"{facts.Parameters:N0}, of which {facts.TrainedParameters:N0} are trained"));
        yield return ("begins with", facts.StartsFrom ?? "random weights");
        yield return ("images", Text($"{facts.TrainingSamples} to learn from, {facts.ValidationSamples} to validate on{(data.Train.Replicate > 1 ? $"; {data.Train.Replicate} passes an epoch" : "")}"));
        yield return ("patches", Text($"{data.PatchSize.Height} x {data.PatchSize.Width} x {data.PatchSize.Channels}, {(data.ExtractRandomPatch ? "drawn anew each time" : "on a grid")}"));
        yield return ("augmentation", Augmentation(settings.Augmentor));
        yield return ("epoch", Text($"{facts.StepsPerEpoch} batches of {train.BatchSize}{(train.AccumulationSteps > 1 ? $", {train.AccumulationSteps} of them for a step of the optimiser" : "")}"));
        yield return ("length", Length(train, facts.StepsPerEpoch));
        yield return ("optimiser", Optimizer(train));
        yield return ("learning rate", Schedule(train));
        if (settings.Problem.Workflow != Workflow.SelfSupervised)
            yield return ("loss", Key(settings, "LOSS.TYPE"));
        yield return ("metrics", string.Join(", ", train.Metrics.Select(m => m.ToString().ToUpperInvariant())));
        if (facts.Ranks is { } ranks)
            yield return ("ranks", ranks);
        yield return ("computes on", Text($"{facts.Device} in {facts.Plan?.Precision ?? "single precision"}, {facts.Threads} threads; {facts.LoaderThreads} more load images"));
        if (facts.Plan is { Ways.Length: > 0 } plan)
            yield return ("by way of", plan.Ways);
        if (facts.Needs is { } needs)
        {
            yield return ("memory", Memory(settings, needs, facts));
            yield return ("disk", Disk(settings, needs, facts));
        }

        yield return ("checkpoints", job.Checkpoints);
        yield return ("results", job.Results);
        yield return ("TensorBoard", job.TensorBoardEvents);
    }

    private static string Network(LucioleConfiguration settings)
    {
        var m = settings.Model;
        var transformer = Text($"tokens of {m.TokenSize} pixels, {m.Layers} layers of width {m.EmbedDim} with {m.Heads} heads");
        return m.Architecture switch
        {
            Architecture.Unetr => Text($"UNETR: {transformer}; decoder of {m.DecoderFilters} filters, kernel {m.DecoderKernelSize}"),
            Architecture.AttentionUnet => Text($"attention U-Net: {string.Join(", ", m.FeatureMaps)} feature maps, kernel {m.KernelSize}"),
            _ => Text($"masked autoencoder: {transformer}; decoder of {m.DecoderLayers} layers of width {m.DecoderEmbedDim} with {m.DecoderHeads} heads"),
        };
    }

    private static string Augmentation(AugmentorSettings settings)
    {
        var names = settings.Enable ? AugmentationNames.Of(settings).Replace("_and_more", "_and more", StringComparison.Ordinal).Split('_', StringSplitOptions.RemoveEmptyEntries) : [];
        return names.Length == 0 ? "none" : Text($"{string.Join(", ", names)}; each with probability {settings.Probability}");
    }

    private static string Length(TrainSettings train, int stepsPerEpoch)
    {
        var epochs = Text($"{train.Epochs} epochs, {(long)train.Epochs * stepsPerEpoch:N0} batches");
        var minutes = train.MaxMinutes is { } most ? Text($", at most {most} minutes") : "";
        return epochs + minutes + (train.Patience >= 0 ? Text($"; ends after {train.Patience} epochs without gain") : "");
    }

    private static string Optimizer(TrainSettings train) => train.Optimizer switch
    {
        OptimizerType.Sgd => Text($"SGD with momentum 0.9, weight decay {train.WeightDecay}"),
        _ => Text($"{train.Optimizer}, betas {train.Betas.First} and {train.Betas.Second}, weight decay {train.WeightDecay}"),
    } + (train.AverageDecay is { } decay ? Text($"; weights averaged with decay {decay}") : "") + (train.ClipGradientNorm is { } norm ? Text($"; gradients clipped to norm {norm}") : "");

    private static string Schedule(TrainSettings train)
    {
        var s = train.Scheduler;
        return s.Type switch
        {
            SchedulerType.WarmupCosine => Text($"up to {train.LearningRate} over {Math.Max(0, s.WarmupEpochs)} epochs, then along a cosine to {s.MinLearningRate ?? 0}"),
            SchedulerType.OneCycle => Text($"one cycle with its peak at {train.LearningRate}"),
            SchedulerType.ReduceOnPlateau => Text($"{train.LearningRate}, times {s.PlateauFactor} after {s.PlateauPatience} epochs without gain, not below {s.MinLearningRate ?? 0}"),
            _ => Text($"{train.LearningRate}"),
        };
    }

    private static string Memory(LucioleConfiguration settings, TrainingNeeds needs, RunFacts facts)
    {
        var n = needs.Network;
        string[] parts =
        [
            $"weights {ByteText.Short(n.Weights)}", $"gradients {ByteText.Short(n.Gradients)}", $"optimiser {ByteText.Short(n.OptimizerState)}",
            .. n.Average > 0 ? new[] { $"average {ByteText.Short(n.Average)}" } : [],
            $"activations {ByteText.Short(n.Activations)}" + (settings.Train.Recompute == RecomputeActivations.None ? "" : $", recomputing {Key(settings, "TRAIN.RECOMPUTE_ACTIVATIONS")}"),
        ];
        var available = facts.AvailableMemory is { } bytes ? $" of {ByteText.Short(bytes)} available" : "";
        if (needs.IsOnGpu)
            return $"about {ByteText.Short(needs.Memory)} of the GPU's{available} ({string.Join(", ", parts)}); {ByteText.Short(needs.OnProcessor)} of the machine's, and decoded images up to {ByteText.Short(facts.ImageMemory)}";
        return $"about {ByteText.Short(needs.Memory)}{available} ({string.Join(", ", parts)}); decoded images up to {ByteText.Short(facts.ImageMemory)} besides";
    }

    private static string Disk(LucioleConfiguration settings, TrainingNeeds needs, RunFacts facts)
    {
        var free = facts.FreeDisk is { } bytes ? $" of {ByteText.Short(bytes)} free" : "";
        return $"checkpoints of {ByteText.Short(needs.Checkpoint)}, {ByteText.Short(EarlyRefusal.CheckpointSpace(settings, needs))} at most{free}";
    }

    private static string Key(LucioleConfiguration settings, string name) => ConfigurationSchema.ByName[name].TextIn(settings);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
