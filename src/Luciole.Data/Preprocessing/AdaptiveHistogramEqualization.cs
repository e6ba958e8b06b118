using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Preprocessing;

/// <summary>
/// <c>DATA.PREPROCESS.CLAHE</c>: contrast-limited adaptive histogram equalisation (Zuiderveld, "Graphics Gems IV", 1994) with the
/// choices of scikit-image: 256 bins of 14-bit greys, histograms of regions side by side, mappings blended linearly between the
/// regions' centres. The result spans 0 to the type's largest value (0 to 1 for floating point). Each channel by itself; a constant
/// one stays.
/// </summary>
/// <param name="regionHeight">Rows of a region; null: an eighth of the image's.</param>
/// <param name="regionWidth">Columns of a region; null: an eighth of the image's.</param>
/// <param name="clipLimit">The part of a region's pixels that one bin may hold, 0 to 1; 0 does not limit.</param>
public sealed class AdaptiveHistogramEqualization(int? regionHeight, int? regionWidth, double clipLimit) : IPreprocessingStep
{
    private const int Greys = 1 << 14;
    private const int Bins = 256;
    private const int GreysOfBin = 1 + (Greys / Bins);
    private const int Part = 8;

    /// <inheritdoc/>
    public RasterShape ShapeAfter(RasterShape before) => before;

    /// <inheritdoc/>
    public Raster Apply(Raster image)
    {
        var largest = image.Shape.SampleType.IsInteger() ? image.Shape.SampleType.Highest() : 1;
        return Raster.FromPlanes(image.Shape, [.. image.Planes().Select(plane => Equalized(plane, image.Shape.Height, image.Shape.Width, largest))]);
    }

    private double[] Equalized(double[] plane, int height, int width, double largest)
    {
        var (minimum, maximum) = (plane.Min(), plane.Max());
        if (minimum == maximum)
            return plane;
        var bins = Array.ConvertAll(plane, v => (ushort)(Math.Round((v - minimum) / (maximum - minimum) * (Greys - 1), MidpointRounding.ToEven) / GreysOfBin));
        var rows = new RegionAxis(height, regionHeight ?? Math.Max(1, height / Part));
        var columns = new RegionAxis(width, regionWidth ?? Math.Max(1, width / Part));
        var mappings = Mappings(bins, rows, columns);
        var greys = new double[plane.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                greys[(y * width) + x] = Blend(mappings, rows, columns, y, x, bins[(y * width) + x]);
        }

        var (darkest, brightest) = (greys.Min(), greys.Max());
        return brightest == darkest ? plane : Array.ConvertAll(greys, g => (g - darkest) / (brightest - darkest) * largest);
    }

    private int[][] Mappings(ushort[] bins, RegionAxis rows, RegionAxis columns)
    {
        var pixels = rows.Size * columns.Size;
        var limit = clipLimit > 0 ? (int)Math.Max(1, clipLimit * pixels) : pixels;
        var mappings = new int[rows.Count * columns.Count][];
        for (var region = 0; region < mappings.Length; region++)
        {
            var (top, left) = (region / columns.Count * rows.Size, region % columns.Count * columns.Size);
            var counts = new int[Bins];
            for (var y = top; y < top + rows.Size; y++)
            {
                var row = Reflection.Index(y, rows.Length) * columns.Length;
                for (var x = left; x < left + columns.Size; x++)
                    counts[bins[row + Reflection.Index(x, columns.Length)]]++;
            }

            ContrastLimit.Apply(counts, limit);
            mappings[region] = Cumulated(counts, pixels);
        }

        return mappings;
    }

    private static int[] Cumulated(int[] counts, int pixels)
    {
        var mapping = new int[counts.Length];
        long sum = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            sum += counts[i];
            mapping[i] = (int)Math.Min(sum * ((double)(Greys - 1) / pixels), Greys - 1);
        }

        return mapping;
    }

    // Single precision and cut decimals, as the figures of scikit-image have them.
    private static double Blend(int[][] mappings, RegionAxis rows, RegionAxis columns, int y, int x, int bin)
    {
        var (above, below, down) = rows.Neighbours(y);
        var (left, right, across) = columns.Neighbours(x);
        var sum = (float)(mappings[(above * columns.Count) + left][bin] * ((1 - across) * (1 - down)));
        sum += (float)(mappings[(above * columns.Count) + right][bin] * (across * (1 - down)));
        sum += (float)(mappings[(below * columns.Count) + left][bin] * ((1 - across) * down));
        sum += (float)(mappings[(below * columns.Count) + right][bin] * (across * down));
        return (int)sum;
    }

    /// <summary>The regions along one axis: as many whole ones as cover it, the last completed by reflection.</summary>
    private sealed record RegionAxis(int Length, int Size)
    {
        public int Count { get; } = (Length + Size - 1) / Size;

        /// <summary>The regions whose centres a pixel lies between, and how far it is to the second.</summary>
        public (int First, int Second, double Part) Neighbours(int pixel)
        {
            var place = pixel + (Size / 2);
            return (Math.Clamp((place / Size) - 1, 0, Count - 1), Math.Clamp(place / Size, 0, Count - 1), place % Size / (double)Size);
        }
    }
}
