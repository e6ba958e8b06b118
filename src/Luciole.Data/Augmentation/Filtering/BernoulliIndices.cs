using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>
/// Picks each of 0 .. count - 1 with the same probability, in rising order. Instead of asking at each index it draws the gaps, which
/// are geometrically distributed.
/// </summary>
internal ref struct BernoulliIndices(int count, double probability, SampleRandom random)
{
    private readonly double _logarithm = Math.Log(1 - probability);
    private long _next = -1;

    public readonly int Current => (int)_next;

    public readonly BernoulliIndices GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_logarithm == 0)
            return false;
        _next += 1 + (long)Math.Min(Math.Log(1 - random.NextDouble()) / _logarithm, count);
        return _next < count;
    }
}
