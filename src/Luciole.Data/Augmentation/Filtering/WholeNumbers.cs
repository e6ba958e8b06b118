using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Whole numbers drawn as the reference draws them.</summary>
internal static class WholeNumbers
{
    /// <summary>Uniform among lower .. upper - 1; lower where both are equal.</summary>
    public static int WholeBelow(this SampleRandom random, int lower, int upper) => lower + random.NextInt(Math.Max(1, upper - lower));
}
