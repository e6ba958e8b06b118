using System.Numerics;
using System.Runtime.CompilerServices;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Reads an image at the places an affine map names, in the manner of SciPy's <c>affine_transform</c>.</summary>
internal static class AffineResampler
{
    /// <summary>Keeps places whose last digits are rounded within the image.</summary>
    private const double Margin = 1e-3;

    /// <summary>Fills the result, which has the size of the source.</summary>
    public static unsafe void Resample(
        ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, in AffineMap map, BorderRule border, Interpolation interpolation)
    {
        fixed (float* from = source, to = result)
        {
            for (var y = 0; y < height; y++)
            {
                var row = new Line(map.OffsetY + (map.YY * y), map.OffsetX + (map.XY * y), map.YX, map.XX);
                var output = to + (y * width * channels);
                var (first, last) = channels == 1 && interpolation == Interpolation.Linear ? row.Inside(height, width) : (0, 0);
                var read = ReadInside(from, width, row, first, last, output);
                for (var x = 0; x < first; x++)
                    ReadAnywhere(from, height, width, channels, row, x, border, interpolation, output + (x * channels));
                for (var x = read; x < width; x++)
                    ReadAnywhere(from, height, width, channels, row, x, border, interpolation, output + (x * channels));
            }
        }
    }

    /// <summary>Blends pixels of one channel that need no border, many at a time; returns the first that was left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int ReadInside(float* image, int width, in Line row, int first, int last, float* result)
    {
        var lanes = Vector<float>.Count;
        var places = stackalloc int[lanes];
        var down = stackalloc float[lanes];
        var right = stackalloc float[lanes];
        var (stepsY, stepsX) = (Vector.CreateSequence(0f, (float)row.StepY), Vector.CreateSequence(0f, (float)row.StepX));
        var x = first;
        for (; x <= last - lanes; x += lanes)
        {
            // Double precision for where the group begins, single for the few pixels from there.
            var (atY, atX) = (row.Y + (row.StepY * x), row.X + (row.StepX * x));
            var (top, left) = (double.ConvertToIntegerNative<int>(atY), double.ConvertToIntegerNative<int>(atX));
            var (fromTop, fromLeft) = (new Vector<float>((float)(atY - top)) + stepsY, new Vector<float>((float)(atX - left)) + stepsX);
            var (wholeY, wholeX) = (Vector.Floor(fromTop), Vector.Floor(fromLeft));
            var corners = ((Vector.ConvertToInt32Native(wholeY) + new Vector<int>(top)) * width) + Vector.ConvertToInt32Native(wholeX) + new Vector<int>(left);
            Vector.Store(corners, places);
            Vector.Store(fromTop - wholeY, down);
            Vector.Store(fromLeft - wholeX, right);
            for (var i = 0; i < lanes; i++)
                Blend(image + places[i], 1, width, down[i], right[i], result + x + i, 1);
        }

        return x;
    }

    private static unsafe void ReadAnywhere(
        float* image, int height, int width, int channels, in Line row, int x, BorderRule border, Interpolation interpolation, float* result)
    {
        var atY = Border.Position(row.Y + (row.StepY * x), height, border);
        var atX = Border.Position(row.X + (row.StepX * x), width, border);
        if (double.IsNaN(atY) || double.IsNaN(atX))
        {
            new Span<float>(result, channels).Clear();
            return;
        }

        var nearest = interpolation == Interpolation.Nearest;
        var (floorY, floorX) = nearest ? (Math.Floor(atY + 0.5), Math.Floor(atX + 0.5)) : (Math.Floor(atY), Math.Floor(atX));
        var (wholeY, wholeX) = (double.ConvertToIntegerNative<int>(floorY), double.ConvertToIntegerNative<int>(floorX));
        var (top, left) = (Math.Clamp(wholeY, 0, height - 1), Math.Clamp(wholeX, 0, width - 1));
        var (bottom, right) = (Math.Clamp(wholeY + 1, 0, height - 1), Math.Clamp(wholeX + 1, 0, width - 1));
        var (fractionY, fractionX) = nearest ? (0f, 0f) : ((float)(atY - floorY), (float)(atX - floorX));
        Blend(image + (((top * width) + left) * channels), (right - left) * channels, (bottom - top) * width * channels, fractionY, fractionX, result, channels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Blend(float* corner, int stepX, int stepY, float down, float right, float* result, int channels)
    {
        for (var c = 0; c < channels; c++, corner++)
        {
            var upper = *corner + (right * (corner[stepX] - *corner));
            var lower = corner[stepY] + (right * (corner[stepX + stepY] - corner[stepY]));
            result[c] = upper + (down * (lower - upper));
        }
    }

    /// <summary>The places of one row of the result: <c>(Y + StepY x, X + StepX x)</c>.</summary>
    private readonly record struct Line(double Y, double X, double StepY, double StepX)
    {
        /// <summary>The pixels x from First to before Last whose places have all four neighbours.</summary>
        public (int First, int Last) Inside(int height, int width)
        {
            var (fromY, toY) = Between(Y, StepY, height - 1 - Margin);
            var (fromX, toX) = Between(X, StepX, width - 1 - Margin);
            var first = (int)Math.Clamp(Math.Ceiling(Math.Max(fromY, fromX)), 0, width);
            var last = (int)Math.Clamp(Math.Floor(Math.Min(toY, toX)) + 1, first, width);
            return (first, last);
        }

        private static (double From, double To) Between(double start, double step, double end)
        {
            if (Math.Abs(step) < 1e-12)
                return start >= Margin && start <= end ? (double.NegativeInfinity, double.PositiveInfinity) : (0, -1);
            var (a, b) = ((Margin - start) / step, (end - start) / step);
            return step > 0 ? (a, b) : (b, a);
        }
    }
}
