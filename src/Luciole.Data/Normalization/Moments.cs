using Luciole.Files;

namespace Luciole.Data.Normalization;

/// <summary>Count, extremes, mean and population variance, gathered row by row in double precision (Chan's parallel update).</summary>
internal sealed class Moments
{
    private double _squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    public double StandardDeviation => Count == 0 ? 0 : Math.Sqrt(_squares / Count);

    /// <summary>Gathers all samples, clipped to the bounds first.</summary>
    /// <exception cref="InputException">A sample is not a finite number.</exception>
    public static Moments Measure(PixelRows rows, double lower, double upper)
    {
        var moments = new Moments();
        rows.Visit((row, rowWeight, columnWeights) => moments.Add(row, rowWeight, columnWeights, lower, upper, rows.Name));
        return moments;
    }

    private void Add(ReadOnlySpan<float> row, int rowWeight, ReadOnlySpan<int> columnWeights, double lower, double upper, string name)
    {
        // One weight a row: the row's own sums do not need it, only the merging does.
        long weight = 0;
        double sum = 0, minimum = Minimum, maximum = Maximum;
        for (var i = 0; i < row.Length; i++)
        {
            var value = Math.Clamp(row[i], lower, upper);
            if (!float.IsFinite(row[i]))
                throw new InputException($"{name}: holds a value that is not a finite number ({row[i]}); replace such pixels before using the image.");
            weight += columnWeights[i];
            sum += columnWeights[i] * value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        var mean = sum / weight;
        double squares = 0;
        for (var i = 0; i < row.Length; i++)
        {
            var deviation = Math.Clamp(row[i], lower, upper) - mean;
            squares += columnWeights[i] * deviation * deviation;
        }

        Minimum = minimum;
        Maximum = maximum;
        Merge(weight * rowWeight, mean, squares * rowWeight);
    }

    private void Merge(long count, double mean, double squares)
    {
        var total = Count + count;
        var difference = mean - Mean;
        Mean += difference * count / total;
        _squares += squares + (difference * difference * ((double)Count * count / total));
        Count = total;
    }
}
