using Luciole.Training;

namespace Luciole.Workflows.Tests.Journal;

/// <summary>Records as the training loop hands them out.</summary>
internal static class Records
{
    public static EpochFigures Figures(double loss, long samples = 8, params (string Key, double Value)[] metrics) =>
        new(loss, metrics.ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal), samples);

    public static EpochRecord Epoch(int epoch, EpochFigures training, EpochFigures? validation = null, double rate = 1e-3, bool improved = false, double? seconds = null, long? step = null) =>
        new(epoch, training, validation, rate, improved, TimeSpan.FromSeconds(seconds ?? epoch), step ?? epoch);

    public static StepRecord Step(int epoch, int step, int stepsPerEpoch, double loss = 1, double rate = 1e-3, double progress = 0, double seconds = 0) =>
        new(epoch, step, stepsPerEpoch, ((epoch - 1) * (long)stepsPerEpoch) + step, loss, rate, 6, progress, TimeSpan.FromSeconds(seconds));
}
