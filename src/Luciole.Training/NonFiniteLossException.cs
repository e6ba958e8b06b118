namespace Luciole.Training;

/// <summary>The loss of a batch became infinite or not a number; the message names the samples.</summary>
public sealed class NonFiniteLossException(double loss, int epoch, IReadOnlyList<string> samples)
    : Exception($"The loss became {loss} in epoch {epoch} on {string.Join(", ", samples)}; training stopped with the last good checkpoint kept. Lower TRAIN.LR, or check these images.");
