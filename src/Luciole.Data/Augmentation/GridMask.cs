using Luciole.Data.RandomStreams;
using Luciole.Data.Augmentation.Filtering;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>GRIDMASK</c>: sets a grid of squares of the raw patch to 0; the target stays (Chen et al., GridMask Data Augmentation, 2020).</summary>
public sealed class GridMask : IAugmentation
{
    private readonly double _ratio;
    private readonly double _smallest;
    private readonly double _largest;
    private readonly int _angles;
    private readonly bool _invert;

    /// <summary>Sets the grid.</summary>
    /// <param name="ratio">Part of each period, in each direction, that is kept (<c>GRID_RATIO</c>).</param>
    /// <param name="smallest">Shortest period as a fraction of the height (<c>GRID_D_RANGE</c>).</param>
    /// <param name="largest">Longest period as a fraction of the width.</param>
    /// <param name="rotate">The grid's largest angle as a fraction of a full turn (<c>GRID_ROTATE</c>); at 1, the default, it is not turned, as in the reference.</param>
    /// <param name="invert">Keep the squares and set the rest to 0 (<c>GRID_INVERT</c>).</param>
    /// <exception cref="InputException">A number is outside 0 to 1.</exception>
    public GridMask(double ratio = 0.6, double smallest = 0.4, double largest = 1, double rotate = 1, bool invert = false)
    {
        RangeCheck.Number("GRID_RATIO", ratio, 0, 1);
        RangeCheck.Range("GRID_D_RANGE", smallest, largest, 0, 1);
        RangeCheck.Number("GRID_ROTATE", rotate, 0, 1);
        (_ratio, _smallest, _largest, _invert) = (ratio, smallest, largest, invert);
        _angles = rotate == 1 ? 1 : (int)Math.Ceiling(rotate * 360);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.GridMask;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var lower = Math.Max(1, (int)(pair.Height * _smallest));
        var period = lower + random.NextInt(Math.Max(1, (int)(pair.Width * _largest) - lower));
        var (startY, startX) = (random.NextInt(period), random.NextInt(period));
        var angle = _angles > 1 ? random.NextInt(_angles) : 0;
        Mask(pair.Image, pair.Height, pair.Width, period, _ratio, startY, startX, angle, _invert);
    }

    /// <summary>Masks an image <c>[Y, X, C]</c> in place.</summary>
    /// <param name="image">The image.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="period">Pixels from bar to bar.</param>
    /// <param name="ratio">Bars are <c>ceil(period * ratio)</c> pixels wide.</param>
    /// <param name="startY">First row of a bar, on a square as wide as the image's diagonal of which the image is the middle.</param>
    /// <param name="startX">First column of a bar, likewise.</param>
    /// <param name="degrees">Turns that square counter-clockwise, nearest pixels.</param>
    /// <param name="invert">Set the bars to 0; else all but them.</param>
    public static void Mask(Span<float> image, int height, int width, int period, double ratio, int startY, int startX, double degrees, bool invert)
    {
        var side = (int)Math.Ceiling(Math.Sqrt(((double)height * height) + ((double)width * width)));
        var bar = (int)Math.Ceiling(period * ratio);
        var (rows, columns) = (Bars(side, period, bar, startY), Bars(side, period, bar, startX));
        var (top, left) = ((side - height) / 2, (side - width) / 2);
        if (degrees % 360 == 0)
            MaskUpright(image, width, rows.AsSpan(top, height), columns.AsSpan(left, width), invert);
        else
            MaskTurned(image, height, width, rows, columns, top, left, degrees, invert);
    }

    private static bool[] Bars(int side, int period, int bar, int start)
    {
        var inBar = new bool[side];
        for (var from = start - period; from < side; from += period)
        {
            var first = Math.Clamp(from, 0, side);
            inBar.AsSpan(first, Math.Clamp(from + bar, 0, side) - first).Fill(true);
        }

        return inBar;
    }

    private static void MaskUpright(Span<float> image, int width, ReadOnlySpan<bool> rows, ReadOnlySpan<bool> columns, bool invert)
    {
        var channels = image.Length / (rows.Length * width);
        for (var y = 0; y < rows.Length; y++)
        {
            var row = image.Slice(y * width * channels, width * channels);
            if (rows[y] && invert)
                row.Clear();
            if (rows[y])
                continue;
            for (var x = 0; x < width;)
            {
                var run = x;
                while (run < width && columns[run] == columns[x])
                    run++;
                if (columns[x] == invert)
                    row[(x * channels)..(run * channels)].Clear();
                x = run;
            }
        }
    }

    /// <summary>Looks places up with 16 fractional bits, as the reference's imaging library does; what it cannot see counts as bars.</summary>
    private static void MaskTurned(
        Span<float> image, int height, int width, ReadOnlySpan<bool> rows, ReadOnlySpan<bool> columns, int top, int left, double degrees, bool invert)
    {
        var channels = image.Length / (height * width);
        var side = rows.Length;
        var (cosine, sine) = (Math.Cos(degrees * (Math.PI / 180)), -Math.Sin(degrees * (Math.PI / 180)));
        var middle = side / 2.0;
        var offsetX = middle - ((cosine + sine) * middle);
        var offsetY = middle - ((cosine - sine) * middle);
        var (stepXX, stepXY) = (Fixed(cosine), Fixed(sine));
        var (startX, startY) = (Fixed(offsetX + ((cosine + sine) * 0.5)), Fixed(offsetY + ((cosine - sine) * 0.5)));
        for (var y = 0; y < height; y++)
        {
            var atX = startX + ((y + top) * stepXY) + (left * stepXX);
            var atY = startY + ((y + top) * stepXX) - (left * stepXY);
            for (var x = 0; x < width; x++, atX += stepXX, atY -= stepXY)
            {
                var (sourceX, sourceY) = (atX >> 16, atY >> 16);
                var inBar = (ulong)sourceX >= (ulong)side || (ulong)sourceY >= (ulong)side || rows[(int)sourceY] || columns[(int)sourceX];
                if (inBar == invert)
                    image.Slice(((y * width) + x) * channels, channels).Clear();
            }
        }
    }

    private static long Fixed(double value) => (long)Math.Floor((value * 65536) + 0.5);
}
