using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Preprocessing;

/// <summary>
/// <c>DATA.PREPROCESS.MATCH_HISTOGRAM</c>: gives an image the distribution of intensities that reference images have together. Each
/// value moves to the one that as large a part of the references lies at or below, linearly between the values that occur.
/// </summary>
public sealed class HistogramMatching : IPreprocessingStep
{
    private const int MostValues = 1 << 24;

    private readonly float[] _values;
    private readonly double[] _quantiles;

    private HistogramMatching(float[] values, double[] quantiles) => (_values, _quantiles) = (values, quantiles);

    /// <summary>Reads the reference images.</summary>
    /// <param name="references">At least one image.</param>
    /// <exception cref="InputException">One is damaged, holds what is no number, or they hold too many different values.</exception>
    public static HistogramMatching Of(IEnumerable<IImageSource> references)
    {
        var counts = new Dictionary<float, long>();
        foreach (var image in references)
            Count(image, counts);
        var values = counts.Keys.Order().ToArray();
        return new HistogramMatching(values, Quantiles(values.Select(v => counts[v])));
    }

    /// <inheritdoc/>
    public RasterShape ShapeAfter(RasterShape before) => before;

    /// <inheritdoc/>
    public Raster Apply(Raster image)
    {
        var values = image.Samples.ToArray();
        Array.Sort(values);
        var counts = new List<long>();
        var different = 0;
        foreach (var value in values)
        {
            if (different == 0 || value != values[different - 1])
            {
                values[different++] = value;
                counts.Add(0);
            }

            counts[^1]++;
        }

        var matched = Array.ConvertAll(Quantiles(counts), At);
        return Raster.FromPlanes(image.Shape, [.. image.Planes().Select(plane => Array.ConvertAll(plane, v => matched[Array.BinarySearch(values, 0, different, (float)v)]))]);
    }

    private static void Count(IImageSource image, Dictionary<float, long> counts)
    {
        foreach (var value in Raster.Read(image).Samples)
        {
            if (!float.IsFinite(value))
                throw new InputException($"{image.Name}: holds a value that is not a finite number ({value}), so its histogram cannot be matched; replace such pixels, or choose another DATA.PREPROCESS.MATCH_HISTOGRAM.REFERENCE_PATH.");
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }

        if (counts.Count > MostValues)
            throw new InputException($"{image.Name}: the images of DATA.PREPROCESS.MATCH_HISTOGRAM.REFERENCE_PATH hold more than {MostValues} different values; give fewer, or integer ones.");
    }

    private static double[] Quantiles(IEnumerable<long> counts)
    {
        var sums = new List<long>();
        long sum = 0;
        foreach (var count in counts)
            sums.Add(sum += count);
        return [.. sums.Select(s => s / (double)sum)];
    }

    private double At(double quantile)
    {
        var place = Array.BinarySearch(_quantiles, quantile);
        if (place >= 0)
            return _values[place];
        var above = ~place;
        if (above == 0 || above == _quantiles.Length)
            return _values[Math.Min(above, _quantiles.Length - 1)];
        var part = (quantile - _quantiles[above - 1]) / (_quantiles[above] - _quantiles[above - 1]);
        return _values[above - 1] + (part * ((double)_values[above] - _values[above - 1]));
    }
}
