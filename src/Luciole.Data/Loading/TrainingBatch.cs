using Luciole.Data.Discovery;

namespace Luciole.Data.Loading;

/// <summary>Patches ready for the network.</summary>
/// <param name="Samples">Where each patch comes from.</param>
/// <param name="Raw">Normalised raw patches <c>[N, C, Y, X]</c>.</param>
/// <param name="RawChannels">Channels of the raw patches.</param>
/// <param name="Target">Normalised target patches <c>[N, C, Y, X]</c>, or <see langword="null"/>.</param>
/// <param name="TargetChannels">Channels of the target patches, 0 without.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public sealed record TrainingBatch(
    IReadOnlyList<Sample> Samples, float[] Raw, int RawChannels, float[]? Target, int TargetChannels, int Height, int Width)
{
    /// <summary>Patches in the batch.</summary>
    public int Count => Samples.Count;

    /// <summary>Patches in the batches of all processes that share it.</summary>
    public int WholeCount { get; init; } = Samples.Count;

    /// <summary>The place of its first patch in the batches of all processes together.</summary>
    public int First { get; init; }

    /// <summary>Whether its patches count; one that does not keeps step with the others.</summary>
    public bool IsCounted { get; init; } = true;
}
