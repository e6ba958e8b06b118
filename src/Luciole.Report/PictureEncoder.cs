using Luciole.Imaging.Jpeg;

namespace Luciole.Report;

/// <summary>Makes pictures of images, small enough that a report with so many of them stays small.</summary>
public sealed class PictureEncoder
{
    /// <summary>What all pictures together may take in a report, in bytes of base64.</summary>
    public const long Budget = 125_000_000;

    private const int LargestSide = 1024;
    private const int LargestPicture = 400_000;
    private const double LeastBytesPerPixel = 0.11;
    private static readonly int[] s_qualities = [85, 60, 40, 25, 12, 5];
    private static readonly double[] s_sizes = [1, 0.55, 0.42, 0.3, 0.18, 0.1];
    private readonly int _allowance;

    /// <summary>Shares the budget out.</summary>
    /// <param name="pictures">How many pictures there will be.</param>
    public PictureEncoder(int pictures)
    {
        _allowance = (int)Math.Min(LargestPicture, Budget * 3 / 4 / Math.Max(1, pictures));
        Side = (int)Math.Min(LargestSide, Math.Sqrt(_allowance / LeastBytesPerPixel));
    }

    /// <summary>The largest side of a picture in pixels.</summary>
    public int Side { get; }

    /// <summary>Gives a row of an image.</summary>
    /// <param name="y">The row.</param>
    /// <param name="row">Takes its intensities.</param>
    public delegate void RowReader(int y, Span<double> row);

    /// <summary>The JPEG file of an image: reduced to the side that the number of pictures allows, black and white as told.</summary>
    /// <param name="pixels">Intensities, <c>[Y, X]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="black">What becomes black.</param>
    /// <param name="white">What becomes white.</param>
    public byte[] Encode(double[] pixels, int height, int width, double black, double white) =>
        Encode((y, row) => pixels.AsSpan(y * width, width).CopyTo(row), height, width, black, white);

    /// <summary>The same of an image that comes row by row.</summary>
    /// <param name="read">Gives a row; asked for each once, in order.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="black">What becomes black.</param>
    /// <param name="white">What becomes white.</param>
    public byte[] Encode(RowReader read, int height, int width, double black, double white)
    {
        var factor = (Math.Max(height, width) + Side - 1) / Side;
        var (rows, columns) = ((height + factor - 1) / factor, (width + factor - 1) / factor);
        var grey = new byte[rows * columns];
        var sums = new double[columns];
        var pixels = new double[width];
        var scale = white > black ? 255 / (white - black) : 0;
        for (var row = 0; row < rows; row++)
        {
            Array.Clear(sums);
            var end = Math.Min(height, (row + 1) * factor);
            for (var y = row * factor; y < end; y++)
            {
                read(y, pixels);
                AddRow(pixels, factor, sums);
            }

            for (var column = 0; column < columns; column++)
            {
                var count = (end - (row * factor)) * (Math.Min(width, (column + 1) * factor) - (column * factor));
                grey[(row * columns) + column] = (byte)Math.Clamp((((sums[column] / count) - black) * scale) + 0.5, 0, 255);
            }
        }

        return Encode(columns, rows, grey);
    }

    // One look at the size with good quality tells which quality will do.
    private byte[] Encode(int width, int height, byte[] grey)
    {
        var jpeg = JpegImage.EncodeGrey(width, height, grey, s_qualities[0]);
        var best = jpeg.Length;
        for (var i = 1; i < s_qualities.Length && jpeg.Length > _allowance; i++)
        {
            if (s_sizes[i] * best <= _allowance || i == s_qualities.Length - 1)
                jpeg = JpegImage.EncodeGrey(width, height, grey, s_qualities[i]);
        }

        return jpeg;
    }

    private static void AddRow(ReadOnlySpan<double> row, int factor, double[] sums)
    {
        if (factor == 1)
        {
            row.CopyTo(sums);
            return;
        }

        for (var x = 0; x < row.Length; x += factor)
        {
            double sum = 0;
            foreach (var value in row[x..Math.Min(row.Length, x + factor)])
                sum += value;
            sums[x / factor] += sum;
        }
    }
}
