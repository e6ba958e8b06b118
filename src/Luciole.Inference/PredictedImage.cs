using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;

namespace Luciole.Inference;

/// <summary>
/// The network's prediction of one image, <c>[Y, X, C]</c> in normalised units, to be read in the units wanted.
/// </summary>
public sealed class PredictedImage : IDisposable
{
    private const int BandBytes = 16 << 20;
    private readonly RowStore _rows;

    internal PredictedImage(int height, int width, int channels, Normalizer rawNormalizer, long memoryBudget, string? scratchFolder)
    {
        Height = height;
        Width = width;
        Channels = channels;
        RawNormalizer = rawNormalizer;
        _rows = new RowStore(height, checked(width * channels), memoryBudget, scratchFolder);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Channels.</summary>
    public int Channels { get; }

    /// <summary>The normalisation that the raw image went through: the way back to its units.</summary>
    public Normalizer RawNormalizer { get; }

    /// <summary>
    /// The confidence at each pixel, 0 to 1, in the same shape; null unless it was asked for. It is 1 / (1 + s), where s is the standard
    /// deviation of all predictions of the pixel in units of the network's output: 1 where all agree.
    /// </summary>
    public PredictedImage? Confidence { get; internal set; }

    /// <summary>Gives the whole image in bands of rows from top to bottom, in the units of <paramref name="scale"/>.</summary>
    /// <param name="scale">The units.</param>
    /// <param name="sink">Gets each band once; it may change it.</param>
    public void Read(OutputScale scale, RowSink sink)
    {
        var minimum = Minimum(scale);
        Walk((first, count, rows) =>
        {
            scale.Apply(rows, minimum);
            sink(first, count, rows);
        });
    }

    /// <summary>What <see cref="OutputScale.Apply"/> needs to know of the whole image.</summary>
    public double Minimum(OutputScale scale)
    {
        if (!scale.NeedsMinimum)
            return 0;
        var minimum = double.PositiveInfinity;
        Walk((_, _, rows) => minimum = Math.Min(minimum, scale.Minimum(rows)));
        return minimum;
    }

    /// <summary>Reads rows <c>[row, X, C]</c> from <paramref name="firstRow"/> on, in normalised units.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">As many whole rows as it is long.</param>
    public void ReadRows(int firstRow, Span<float> rows) => _rows.Read(firstRow, rows);

    /// <summary>The whole image <c>[Y, X, C]</c> in memory, in the units of <paramref name="scale"/>.</summary>
    public float[] ToArray(OutputScale scale)
    {
        var image = new float[checked(Height * Width * Channels)];
        Read(scale, (first, _, rows) => rows.CopyTo(image.AsSpan(first * Width * Channels)));
        return image;
    }

    /// <summary>Adds another prediction of the same size, multiplied by <paramref name="weight"/>, and its confidence with it.</summary>
    /// <param name="other">The prediction.</param>
    /// <param name="weight">For the mean of n images: 1/n of each, the first one <see cref="Scale">scaled</see>.</param>
    public void Add(PredictedImage other, float weight)
    {
        if ((Height, Width, Channels) != (other.Height, other.Width, other.Channels))
            throw new ArgumentException($"{other.Height} x {other.Width} pixels cannot be added to {Height} x {Width}.", nameof(other));
        var theirs = Array.Empty<float>();
        Walk((first, _, rows) =>
        {
            if (theirs.Length < rows.Length)
                theirs = new float[rows.Length];
            other._rows.Read(first, theirs.AsSpan(0, rows.Length));
            for (var i = 0; i < rows.Length; i++)
                rows[i] += weight * theirs[i];
            _rows.Write(first, rows);
        });
        if (other.Confidence is { } confidence)
            Confidence?.Add(confidence, weight);
    }

    /// <summary>Multiplies the prediction, and its confidence.</summary>
    public void Scale(float factor)
    {
        Walk((first, _, rows) =>
        {
            foreach (ref var value in rows)
                value *= factor;
            _rows.Write(first, rows);
        });
        Confidence?.Scale(factor);
    }

    /// <summary>The confidence, from now on the caller's to dispose; null when there is none.</summary>
    public PredictedImage? TakeConfidence()
    {
        var confidence = Confidence;
        Confidence = null;
        return confidence;
    }

    /// <summary>The mean of all values, in normalised units.</summary>
    public double Mean()
    {
        double sum = 0;
        Walk((_, _, rows) =>
        {
            foreach (var value in rows)
                sum += value;
        });
        return sum / ((double)Height * Width * Channels);
    }

    internal void Add(int firstRow, ReadOnlySpan<float> rows)
    {
        foreach (var value in rows)
        {
            if (!float.IsFinite(value))
                throw new InputException("The network's prediction holds values that are not finite; the weights are damaged, or the image is far outside what the model was trained on.");
        }

        _rows.Write(firstRow, rows);
    }

    private void Walk(RowSink visit)
    {
        var rowsPerBand = Math.Clamp(BandBytes / sizeof(float) / _rows.RowLength, 1, Height);
        var band = new float[rowsPerBand * _rows.RowLength];
        for (var first = 0; first < Height; first += rowsPerBand)
        {
            var count = Math.Min(rowsPerBand, Height - first);
            var rows = band.AsSpan(0, count * _rows.RowLength);
            _rows.Read(first, rows);
            visit(first, count, rows);
        }
    }

    /// <summary>Gives memory and scratch file back.</summary>
    public void Dispose()
    {
        Confidence?.Dispose();
        _rows.Dispose();
    }
}
