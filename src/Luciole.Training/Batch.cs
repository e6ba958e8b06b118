namespace Luciole.Training;

/// <summary>Samples that go through the network together, in C order.</summary>
/// <param name="Raw">Normalised label-free images <c>[N, C, H, W]</c>.</param>
/// <param name="Target">Normalised fluorescence <c>[N, C', H, W]</c>, or null in pre-training.</param>
/// <param name="RawShape">The shape of <paramref name="Raw"/>.</param>
/// <param name="TargetShape">The shape of <paramref name="Target"/>, or null.</param>
/// <param name="Names">One name a sample, for messages.</param>
public sealed record Batch(float[] Raw, float[]? Target, long[] RawShape, long[]? TargetShape, IReadOnlyList<string> Names)
{
    /// <summary>Samples.</summary>
    public int Count => Names.Count;

    /// <summary>Samples of all ranks' batches together.</summary>
    public int WholeCount { get; init; } = Names.Count;

    /// <summary>Whether its samples count; a batch that does not keeps a rank in step for which no samples were left.</summary>
    public bool IsCounted { get; init; } = true;

    /// <summary>The place of its first sample in all ranks' batches together.</summary>
    public int First { get; init; }

    /// <summary>Which samples of all ranks' batches it has.</summary>
    public BatchPart Part => new(First, WholeCount);

    /// <summary>What the mean loss of this batch counts in that of all ranks' batches.</summary>
    public double Weight => IsCounted ? (double)Count / WholeCount : 0;
}
