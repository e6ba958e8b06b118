using System.Buffers;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Filters along rows, then along columns.</summary>
internal static class SeparableFilter
{
    /// <summary>Filters an image that is already padded.</summary>
    /// <param name="padded"><c>[height + 2 pad, width + 2 pad, channels]</c>.</param>
    /// <param name="pad">At least half of the longer kernel.</param>
    /// <param name="result"><c>[height, width, channels]</c>; may be the array the padded image was made from.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="channels">Values per pixel.</param>
    /// <param name="across">An odd number of weights along a row.</param>
    /// <param name="down">An odd number of weights along a column.</param>
    /// <param name="gain">Multiplies the result.</param>
    public static unsafe void Apply(
        ReadOnlySpan<float> padded, int pad, Span<float> result, int height, int width, int channels, ReadOnlySpan<float> across, ReadOnlySpan<float> down, float gain = 1)
    {
        var (radius, radiusX) = (down.Length / 2, across.Length / 2);
        var (row, paddedRow) = (width * channels, (width + (2 * pad)) * channels);
        var between = ArrayPool<float>.Shared.Rent((height + (2 * radius)) * row);
        var taps = stackalloc float*[Math.Max(across.Length, down.Length)];
        Span<float> scaled = stackalloc float[down.Length];
        for (var k = 0; k < down.Length; k++)
            scaled[k] = down[k] * gain;
        fixed (float* from = padded, middle = between, to = result)
        {
            for (var y = 0; y < height + (2 * radius); y++)
            {
                var start = from + ((y + pad - radius) * paddedRow) + ((pad - radiusX) * channels);
                for (var k = 0; k < across.Length; k++)
                    taps[k] = start + (k * channels);
                WeightedSum.Compute(taps, across, middle + (y * row), row);
            }

            for (var y = 0; y < height; y++)
            {
                for (var k = 0; k < down.Length; k++)
                    taps[k] = middle + ((y + k) * row);
                WeightedSum.Compute(taps, scaled, to + (y * row), row);
            }
        }

        ArrayPool<float>.Shared.Return(between);
    }
}
