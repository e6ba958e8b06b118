using System.Numerics;
using System.Runtime.CompilerServices;

namespace Luciole.Metrics;

/// <summary>
/// What the challenge scales an image by: its 2nd and 99.8th percentile over all pixels, interpolated linearly between the closest
/// ranks; with the extremes and the mean that the figures need.
/// </summary>
/// <param name="P2">The 2nd percentile, which becomes 0.</param>
/// <param name="P998">The 99.8th percentile, which becomes 1; an image where both are equal stays as it is.</param>
/// <param name="Minimum">Smallest pixel.</param>
/// <param name="Maximum">Largest pixel.</param>
/// <param name="Mean">Mean of all pixels.</param>
public sealed record ImageScale(double P2, double P998, double Minimum, double Maximum, double Mean)
{
    /// <summary>What is subtracted.</summary>
    public double Offset => P2 == P998 ? 0 : P2;

    /// <summary>What the rest is divided by.</summary>
    public double Divisor => P2 == P998 ? 1 : P998 - P2;

    /// <summary>Measures an image of any shape.</summary>
    /// <exception cref="ArgumentException">It is empty, or has pixels that are not finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ImageScale Of(ReadOnlySpan<double> image)
    {
        if (image.IsEmpty)
            throw new ArgumentException("An image without pixels has no percentiles.", nameof(image));
        Vector<double> lows = new(double.PositiveInfinity), highs = new(double.NegativeInfinity), sums = default;
        var done = 0;
        for (; done <= image.Length - Vector<double>.Count; done += Vector<double>.Count)
        {
            var block = new Vector<double>(image[done..]);
            lows = Vector.Min(lows, block);
            highs = Vector.Max(highs, block);
            sums += block;
        }

        var (minimum, maximum, sum) = (double.PositiveInfinity, double.NegativeInfinity, Vector.Sum(sums));
        for (var lane = 0; lane < Vector<double>.Count; lane++)
            (minimum, maximum) = (Math.Min(minimum, lows[lane]), Math.Max(maximum, highs[lane]));
        foreach (var value in image[done..])
            (minimum, maximum, sum) = (Math.Min(minimum, value), Math.Max(maximum, value), sum + value);
        if (!double.IsFinite(sum))
            throw new ArgumentException("An image with pixels that are not finite numbers has no percentiles.", nameof(image));
        var percentiles = minimum == maximum ? [minimum, maximum] : RankSelection.Percentiles(image, [2, 99.8]);
        return new ImageScale(percentiles[0], percentiles[1], minimum, maximum, sum / image.Length);
    }

    /// <summary>The scaled value.</summary>
    public double Of(double value) => (value - Offset) / Divisor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector<double> Of(Vector<double> values) => (values - new Vector<double>(Offset)) * new Vector<double>(1 / Divisor);
}
