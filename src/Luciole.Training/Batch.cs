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
}
