using System.Numerics;
using System.Runtime.CompilerServices;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>
/// Median filter for small squares, many pixels side by side: a little over half of the values are kept; their smallest and largest
/// cannot be the median, so they make room for the next value, until three are left.
/// </summary>
internal static class MedianBySelection
{
    /// <summary>Filters in place, edge pixels repeated outside. A row must hold at least as many values as a vector.</summary>
    public static unsafe void Filter(Span<float> image, int height, int width, int channels, int size)
    {
        var row = (width + size - 1) * channels;
        using var padded = new PaddedImage(image, height, width, channels, size / 2, BorderRule.Nearest);
        var lanes = Vector<float>.Count;
        var count = size * size;
        var kept = stackalloc Vector<float>[(count / 2) + 2];
        var offsets = stackalloc int[count];
        for (var k = 0; k < count; k++)
            offsets[k] = (k / size * row) + (k % size * channels);
        var line = width * channels;
        fixed (float* from = padded.Values, to = image)
        {
            for (var y = 0; y < height; y++)
            {
                var source = from + (y * row);
                for (var x = 0; x <= line - lanes; x += lanes)
                    Vector.Store(Median(source + x, offsets, count, kept), to + (y * line) + x);
                if (line % lanes != 0)
                    Vector.Store(Median(source + line - lanes, offsets, count, kept), to + (y * line) + line - lanes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe Vector<float> Median(float* source, int* offsets, int count, Vector<float>* kept)
    {
        var size = (count / 2) + 2;
        for (var k = 0; k < size; k++)
            kept[k] = Vector.Load(source + offsets[k]);
        for (var next = size; ; next++)
        {
            // The first half takes the smaller of each couple, the second the larger.
            for (int i = 0, j = size - 1; i < j; i++, j--)
                (kept[i], kept[j]) = (Vector.Min(kept[i], kept[j]), Vector.Max(kept[i], kept[j]));
            var smallest = kept[0];
            for (var i = 1; i < (size + 1) / 2; i++)
                (smallest, kept[i]) = (Vector.Min(smallest, kept[i]), Vector.Max(smallest, kept[i]));
            var largest = kept[size - 1];
            for (var i = size / 2; i < size - 1; i++)
                (kept[i], largest) = (Vector.Min(kept[i], largest), Vector.Max(kept[i], largest));
            if (size == 3)
                return kept[1];
            kept[0] = Vector.Load(source + offsets[next]);
            size--;
        }
    }
}
