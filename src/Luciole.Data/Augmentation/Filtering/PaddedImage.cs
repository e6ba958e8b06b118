using System.Buffers;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>A rented copy of an image with a margin on every side.</summary>
internal readonly ref struct PaddedImage
{
    private readonly float[] _values;
    private readonly int _length;

    /// <summary>Copies an image <c>[Y, X, C]</c> into the middle and fills the margin by the rule.</summary>
    public PaddedImage(ReadOnlySpan<float> image, int height, int width, int channels, int pad, BorderRule border)
    {
        var row = (width + (2 * pad)) * channels;
        _length = (height + (2 * pad)) * row;
        _values = ArrayPool<float>.Shared.Rent(_length);
        for (var y = 0; y < height; y++)
        {
            var target = _values.AsSpan((y + pad) * row, row);
            var source = image.Slice(y * width * channels, width * channels);
            source.CopyTo(target[(pad * channels)..]);
            for (var x = 1; x <= pad; x++)
            {
                CopyPixel(source, Border.Index(-x, width, border), target, pad - x, channels);
                CopyPixel(source, Border.Index(width - 1 + x, width, border), target, pad + width - 1 + x, channels);
            }
        }

        for (var y = 1; y <= pad; y++)
        {
            CopyRow(Border.Index(-y, height, border), pad - y, pad, row);
            CopyRow(Border.Index(height - 1 + y, height, border), pad + height - 1 + y, pad, row);
        }
    }

    /// <summary>The padded image.</summary>
    public Span<float> Values => _values.AsSpan(0, _length);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<float>.Shared.Return(_values);

    private static void CopyPixel(ReadOnlySpan<float> source, int from, Span<float> target, int to, int channels)
    {
        if (from < 0)
            target.Slice(to * channels, channels).Clear();
        else
            source.Slice(from * channels, channels).CopyTo(target[(to * channels)..]);
    }

    private void CopyRow(int from, int to, int pad, int row)
    {
        if (from < 0)
            _values.AsSpan(to * row, row).Clear();
        else
            _values.AsSpan((from + pad) * row, row).CopyTo(_values.AsSpan(to * row));
    }
}
