using System.Buffers;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Filters with the same one-dimensional kernel along rows, then along columns.</summary>
internal static class SeparableFilter
{
    /// <summary>Filters an image that is already padded.</summary>
    /// <param name="padded"><c>[height + 2 pad, width + 2 pad, channels]</c>.</param>
    /// <param name="pad">At least half of the kernel.</param>
    /// <param name="result"><c>[height, width, channels]</c>; may be the array the padded image was made from.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="channels">Values per pixel.</param>
    /// <param name="kernel">An odd number of weights.</param>
    /// <param name="gain">Multiplies the result.</param>
    public static unsafe void Apply(ReadOnlySpan<float> padded, int pad, Span<float> result, int height, int width, int channels, ReadOnlySpan<float> kernel, float gain = 1)
    {
        var radius = kernel.Length / 2;
        var (row, paddedRow) = (width * channels, (width + (2 * pad)) * channels);
        var between = ArrayPool<float>.Shared.Rent((height + (2 * radius)) * row);
        var taps = stackalloc float*[kernel.Length];
        Span<float> scaled = stackalloc float[kernel.Length];
        for (var k = 0; k < kernel.Length; k++)
            scaled[k] = kernel[k] * gain;
        fixed (float* from = padded, middle = between, to = result)
        {
            for (var y = 0; y < height + (2 * radius); y++)
            {
                var start = from + ((y + pad - radius) * paddedRow) + ((pad - radius) * channels);
                for (var k = 0; k < kernel.Length; k++)
                    taps[k] = start + (k * channels);
                WeightedSum.Compute(taps, kernel, middle + (y * row), row);
            }

            for (var y = 0; y < height; y++)
            {
                for (var k = 0; k < kernel.Length; k++)
                    taps[k] = middle + ((y + k) * row);
                WeightedSum.Compute(taps, scaled, to + (y * row), row);
            }
        }

        ArrayPool<float>.Shared.Return(between);
    }
}
