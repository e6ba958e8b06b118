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

    /// <summary>Gives the whole image in bands of rows from top to bottom, in the units of <paramref name="scale"/>.</summary>
    /// <param name="scale">The units.</param>
    /// <param name="sink">Gets each band once; it may change it.</param>
    public void Read(OutputScale scale, RowSink sink)
    {
        var minimum = 0.0;
        if (scale.NeedsMinimum)
        {
            minimum = double.PositiveInfinity;
            Walk((_, _, rows) => minimum = Math.Min(minimum, scale.Minimum(rows)));
        }

        Walk((first, count, rows) =>
        {
            scale.Apply(rows, minimum);
            sink(first, count, rows);
        });
    }

    /// <summary>The whole image <c>[Y, X, C]</c> in memory, in the units of <paramref name="scale"/>.</summary>
    public float[] ToArray(OutputScale scale)
    {
        var image = new float[checked(Height * Width * Channels)];
        Read(scale, (first, _, rows) => rows.CopyTo(image.AsSpan(first * Width * Channels)));
        return image;
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
    public void Dispose() => _rows.Dispose();
}
