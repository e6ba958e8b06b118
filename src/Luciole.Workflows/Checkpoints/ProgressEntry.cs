using Luciole.Checkpoints;
using Luciole.Files;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>Where a training stands, as plain values of a checkpoint. Times are ticks of 100 ns, so that they come back exactly.</summary>
internal static class ProgressEntry
{
    public static PickleDict Write(TrainingProgress progress)
    {
        var entry = new PickleDict
        {
            { "epoch", (long)progress.Epoch },
            { "step", (long)progress.Step },
            { "total_steps", progress.TotalSteps },
            { "samples", progress.Samples },
            { "sums", Sums(progress.Sums) },
            { "best", progress.Best },
            { "epochs_without_gain", (long)progress.EpochsWithoutGain },
            { "elapsed_ticks", progress.Elapsed.Ticks },
            { "step_ticks", progress.StepTime.Ticks },
            { "schedule", Numbers(progress.Schedule) },
            { "history", new PickleList(progress.History.Select(Epoch)) },
            { "finished", progress.IsFinished },
        };
        if (progress.LossScale is { } scale)
            entry.Add("loss_scale", Scale(scale));
        return entry;
    }

    /// <summary>The same, read back.</summary>
    /// <exception cref="InputException">An entry is missing or of another kind.</exception>
    public static TrainingProgress Read(PickleDict entry, string file)
    {
        var reader = new EntryReader(entry, file);
        var sums = reader.Dict("sums");
        return new TrainingProgress
        {
            Epoch = (int)reader.Integer("epoch"),
            Step = (int)reader.Integer("step"),
            TotalSteps = reader.Integer("total_steps"),
            Samples = reader.Integer("samples"),
            Sums = new EpochSums(sums.Number("loss"), sums.Integer("samples"), ReadMetricSums(sums.Dict("metrics"))),
            Best = reader.Number("best"),
            EpochsWithoutGain = (int)reader.Integer("epochs_without_gain"),
            Elapsed = new TimeSpan(reader.Integer("elapsed_ticks")),
            StepTime = new TimeSpan(reader.Integer("step_ticks")),
            Schedule = reader.Dict("schedule").Numbers(),
            History = [.. reader.Dicts("history").Select(ReadEpoch)],
            IsFinished = reader.Truth("finished"),
            LossScale = ReadScale(reader),
        };
    }

    private static PickleDict Sums(EpochSums sums)
    {
        var metrics = new PickleDict();
        foreach (var (name, (sum, count)) in sums.Metrics)
            metrics.Add(name, new PickleDict { { "sum", sum }, { "count", count } });
        return new PickleDict { { "loss", sums.Loss }, { "samples", sums.Samples }, { "metrics", metrics } };
    }

    private static Dictionary<string, (double Sum, long Count)> ReadMetricSums(EntryReader metrics) =>
        metrics.Names.ToDictionary(name => name, name => (metrics.Dict(name).Number("sum"), metrics.Dict(name).Integer("count")), StringComparer.Ordinal);

    private static PickleDict Epoch(EpochRecord epoch)
    {
        var entry = new PickleDict { { "epoch", (long)epoch.Epoch }, { "training", Figures(epoch.Training) } };
        if (epoch.Validation is { } validation)
            entry.Add("validation", Figures(validation));
        entry.Add("learning_rate", epoch.LearningRate);
        entry.Add("improved", epoch.Improved);
        entry.Add("elapsed_ticks", epoch.Elapsed.Ticks);
        entry.Add("step", epoch.Step);
        if (epoch.LossScale is { } scale)
            entry.Add("loss_scale", Scale(scale));
        return entry;
    }

    private static EpochRecord ReadEpoch(EntryReader entry) => new(
        (int)entry.Integer("epoch"),
        ReadFigures(entry.Dict("training")),
        entry.Has("validation") ? ReadFigures(entry.Dict("validation")) : null,
        entry.Number("learning_rate"),
        entry.Truth("improved"),
        new TimeSpan(entry.Integer("elapsed_ticks")),
        entry.Integer("step"))
    {
        LossScale = ReadScale(entry),
    };

    private static PickleDict Scale(LossScale scale) => new() { { "scale", scale.Scale }, { "clean_steps", scale.CleanSteps }, { "skipped", scale.Skipped } };

    private static LossScale? ReadScale(EntryReader entry) =>
        entry.Has("loss_scale") && entry.Dict("loss_scale") is var scale ? new LossScale(scale.Number("scale"), scale.Integer("clean_steps"), scale.Integer("skipped")) : null;

    private static PickleDict Figures(EpochFigures figures) =>
        new() { { "loss", figures.Loss }, { "samples", figures.Samples }, { "metrics", Numbers(figures.Metrics) } };

    private static EpochFigures ReadFigures(EntryReader entry) => new(entry.Number("loss"), entry.Dict("metrics").Numbers(), entry.Integer("samples"));

    private static PickleDict Numbers(IReadOnlyDictionary<string, double> numbers)
    {
        var dict = new PickleDict();
        foreach (var (name, value) in numbers)
            dict.Add(name, value);
        return dict;
    }
}
