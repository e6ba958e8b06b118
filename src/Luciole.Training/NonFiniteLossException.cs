namespace Luciole.Training;

/// <summary>A loss or a gradient became infinite or not a number; the message names the samples.</summary>
/// <param name="what">For instance <c>loss became NaN</c>.</param>
/// <param name="epoch">The epoch, from 1.</param>
/// <param name="samples">The samples of the batch.</param>
public sealed class NonFiniteLossException(string what, int epoch, IReadOnlyList<string> samples)
    : Exception($"The {what} in epoch {epoch} on {string.Join(", ", samples)}; training stopped, and the last good state is kept. Lower TRAIN.LR, or check these images.");
