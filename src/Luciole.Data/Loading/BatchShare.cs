namespace Luciole.Data.Loading;

/// <summary>Which part of every batch a process makes, where several share a training.</summary>
/// <param name="Rank">Its number, from 0.</param>
/// <param name="Ranks">How many share.</param>
public sealed record BatchShare(int Rank, int Ranks)
{
    /// <summary>Everything.</summary>
    public static BatchShare Whole { get; } = new(0, 1);

    /// <summary>
    /// This process's part of a batch: parts follow each other and differ by one at most. A last batch may have fewer samples than there are
    /// processes; who would get none takes its first sample, which then does not count.
    /// </summary>
    /// <param name="batch">The whole batch, at least one sample.</param>
    public (ArraySegment<T> Part, bool IsCounted) Of<T>(T[] batch)
    {
        var (first, end) = ((int)((long)batch.Length * Rank / Ranks), (int)((long)batch.Length * (Rank + 1) / Ranks));
        return end > first ? (new ArraySegment<T>(batch, first, end - first), true) : (new ArraySegment<T>(batch, 0, 1), false);
    }
}
