using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
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
        var places = ArrayPool<int>.Shared.Rent(2 * width);
        var placesX = places.AsSpan(0, width);
        var placesY = places.AsSpan(width, width);
        fixed (float* from = source, to = result)
        {
            for (var y = 0; y < height; y++)
            {
                Quantise(dx.Slice(y * width, width), 0, 1, placesX);
                Quantise(dy.Slice(y * width, width), y, 0, placesY);
                ReadRow(from, to + (y * width * channels), height, width, channels, placesX, placesY, border);
            }
        }

        ArrayPool<int>.Shared.Return(places);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void ReadRow(
        float* image, float* result, int height, int width, int channels, ReadOnlySpan<int> placesX, ReadOnlySpan<int> placesY, BorderRule border)
    {
        var weights = Weights.AsSpan();
        for (var x = 0; x < placesX.Length; x++, result += channels)
        {
            var (left, top) = ((placesX[x] >> 5) - 1, (placesY[x] >> 5) - 1);
            ref readonly var across = ref weights[placesX[x] & (Steps - 1)];
            ref readonly var down = ref weights[placesY[x] & (Steps - 1)];
            if (channels == 1 && left >= 0 && top >= 0 && left <= width - 4 && top <= height - 4)
            {
                var corner = image + (top * width) + left;
                var columns = (Vector128.Load(corner) * down[0]) + (Vector128.Load(corner + width) * down[1])
                    + (Vector128.Load(corner + (2 * width)) * down[2]) + (Vector128.Load(corner + (3 * width)) * down[3]);
                *result = Vector128.Sum(columns * across);
            }
            else
            {
                for (var c = 0; c < channels; c++)
                    result[c] = Edge(image + c, height, width, channels, top, left, down, across, border);
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

    /// <summary>Places along an axis in 32nds of a pixel, halves to even. Places beyond all images stay small enough to count with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Quantise(ReadOnlySpan<float> displacement, int start, int step, Span<int> places)
    {
        const float furthest = 1e8f;
        var lanes = Vector<float>.Count;
        var i = 0;
        for (; i <= places.Length - lanes; i += lanes)
        {
            var pixels = Vector.ConvertToSingle(Vector.CreateSequence(start + (i * step), step));
            var position = (pixels - new Vector<float>(displacement[i..])) * Steps;
            position = Vector.Max(Vector.Min(position, new Vector<float>(furthest)), new Vector<float>(-furthest));
            Vector.ConvertToInt32(Vector.Round(position)).CopyTo(places[i..]);
        }

        for (; i < places.Length; i++)
            places[i] = (int)MathF.Round(Math.Clamp((start + (i * step) - displacement[i]) * Steps, -furthest, furthest));
    }

    private static Vector128<float> WeightsAt(float t)
    {
        const float a = -0.75f;
        var before = (((((a * (t + 1)) - (5 * a)) * (t + 1)) + (8 * a)) * (t + 1)) - (4 * a);
        var here = ((((a + 2) * t) - (a + 3)) * t * t) + 1;
        var next = ((((a + 2) * (1 - t)) - (a + 3)) * (1 - t) * (1 - t)) + 1;
        return Vector128.Create(before, here, next, 1 - before - here - next);
    }
}
