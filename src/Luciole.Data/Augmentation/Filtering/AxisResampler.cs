using System.Buffers;
using System.Runtime.CompilerServices;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Resamples an image row by row and column by column.</summary>
internal static class AxisResampler
{
    /// <summary>Fills the result <c>[rows.Count, columns.Count, channels]</c>.</summary>
    public static void Resample(ReadOnlySpan<float> source, int width, int channels, Span<float> result, AxisTable rows, AxisTable columns)
    {
        var (sourceRow, resultRow) = (width * channels, columns.Count * channels);
        var blended = ArrayPool<float>.Shared.Rent(sourceRow);
        for (var y = 0; y < rows.Count; y++)
        {
            var output = result.Slice(y * resultRow, resultRow);
            if (rows.First[y] < 0)
            {
                output.Clear();
                continue;
            }

            var line = source.Slice(rows.First[y] * sourceRow, sourceRow);
            if (rows.Fraction[y] != 0)
            {
                Blend(line, source.Slice(rows.Second[y] * sourceRow, sourceRow), rows.Fraction[y], blended);
                line = blended.AsSpan(0, sourceRow);
            }

            if (channels == 1)
                ReadColumns(line, output, columns);
            else
                ReadPixels(line, output, columns, channels);
        }

        ArrayPool<float>.Shared.Return(blended);
    }

    private static unsafe void Blend(ReadOnlySpan<float> first, ReadOnlySpan<float> second, float fraction, Span<float> result)
    {
        fixed (float* a = first, b = second, to = result)
        {
            var taps = stackalloc float*[] { a, b };
            WeightedSum.Compute(taps, [1 - fraction, fraction], to, first.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void ReadColumns(ReadOnlySpan<float> line, Span<float> output, AxisTable columns)
    {
        fixed (int* first = columns.First, second = columns.Second)
        {
            fixed (float* from = line, to = output, fraction = columns.Fraction)
            {
                for (var x = 0; x < output.Length; x++)
                    to[x] = first[x] < 0 ? 0 : from[first[x]] + (fraction[x] * (from[second[x]] - from[first[x]]));
            }
        }
    }

    private static void ReadPixels(ReadOnlySpan<float> line, Span<float> output, AxisTable columns, int channels)
    {
        for (var x = 0; x < columns.Count; x++)
        {
            for (var c = 0; c < channels; c++)
            {
                var left = columns.First[x] < 0 ? 0 : line[(columns.First[x] * channels) + c];
                var right = columns.First[x] < 0 ? 0 : line[(columns.Second[x] * channels) + c];
                output[(x * channels) + c] = left + (columns.Fraction[x] * (right - left));
            }
        }
    }
}
