using System.Runtime.Intrinsics;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>
/// Reads an image at displaced places the way OpenCV's <c>remap</c> does: places rounded to 1/32 pixel, 4 x 4 pixels weighted by
/// Keys' cubic convolution with a = -0.75.
/// </summary>
internal static class CubicRemap
{
    private const int Steps = 32;

    private static readonly Vector128<float>[] Weights = [.. Enumerable.Range(0, Steps).Select(i => WeightsAt(i / (float)Steps))];

    /// <summary><c>result(y, x) = source(y - dy, x - dx)</c>; with the constant rule pixels outside count as 0 in the weighted sum.</summary>
    public static unsafe void Apply(
        ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, ReadOnlySpan<float> dx, ReadOnlySpan<float> dy, BorderRule border)
    {
        fixed (float* from = source, to = result)
        {
            var i = 0;
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++, i++)
                {
                    var placeX = Quantise(x - dx[i]);
                    var placeY = Quantise(y - dy[i]);
                    var (left, top) = ((placeX >> 5) - 1, (placeY >> 5) - 1);
                    ref readonly var across = ref Weights[placeX & (Steps - 1)];
                    ref readonly var down = ref Weights[placeY & (Steps - 1)];
                    if (channels == 1 && left >= 0 && top >= 0 && left + 4 <= width && top + 4 <= height)
                    {
                        var corner = from + (top * width) + left;
                        var columns = (Vector128.Load(corner) * down[0]) + (Vector128.Load(corner + width) * down[1])
                            + (Vector128.Load(corner + (2 * width)) * down[2]) + (Vector128.Load(corner + (3 * width)) * down[3]);
                        to[i] = Vector128.Sum(columns * across);
                    }
                    else
                    {
                        for (var c = 0; c < channels; c++)
                            to[(i * channels) + c] = Edge(from + c, height, width, channels, top, left, down, across, border);
                    }
                }
            }
        }
    }

    private static unsafe float Edge(float* image, int height, int width, int channels, int top, int left, Vector128<float> down, Vector128<float> across, BorderRule border)
    {
        var sum = 0f;
        for (var j = 0; j < 4; j++)
        {
            var y = Border.Index(top + j, height, border);
            if (y < 0)
                continue;
            for (var k = 0; k < 4; k++)
            {
                var x = Border.Index(left + k, width, border);
                if (x >= 0)
                    sum += image[((y * width) + x) * channels] * (down[j] * across[k]);
            }
        }

        return sum;
    }

    /// <summary>Half to even; a displacement beyond all images (a billionth of a sample may ask for it) stays an integer.</summary>
    private static int Quantise(float position) => (int)MathF.Round(Math.Clamp(position * Steps, -1e8f, 1e8f));

    private static Vector128<float> WeightsAt(float t)
    {
        const float a = -0.75f;
        var before = (((((a * (t + 1)) - (5 * a)) * (t + 1)) + (8 * a)) * (t + 1)) - (4 * a);
        var here = ((((a + 2) * t) - (a + 3)) * t * t) + 1;
        var next = ((((a + 2) * (1 - t)) - (a + 3)) * (1 - t) * (1 - t)) + 1;
        return Vector128.Create(before, here, next, 1 - before - here - next);
    }
}
