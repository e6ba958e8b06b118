using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Ome;

/// <summary>An OME-TIFF file: its planes by time, channel and depth, and its metadata.</summary>
public sealed class OmeTiff : IDisposable
{
    private OmeTiff(TiffSeries series, OmeMetadata metadata)
    {
        Series = series;
        Metadata = metadata;
    }

    /// <summary>The planes with all their axes.</summary>
    public TiffSeries Series { get; }

    /// <summary>What the OME-XML says.</summary>
    public OmeMetadata Metadata { get; }

    /// <summary>The axes as tifffile names them, such as <c>TCZYX</c>.</summary>
    public string Axes => Series.Axes;

    /// <summary>The size of each of <see cref="Axes"/>.</summary>
    public IReadOnlyList<int> Sizes => Series.Sizes;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or no OME-TIFF.</exception>
    public static OmeTiff Open(string path)
    {
        var series = TiffSeries.Open(path);
        if (series.Ome is { } ome)
            return new OmeTiff(series, ome);
        series.Dispose();
        throw new InputException($"{path}: is a TIFF without OME-XML; an OME-TIFF was expected.");
    }

    /// <summary>Reads one plane, <c>[Y, X, 1]</c>, or <c>[Y, X, S]</c> where samples are interleaved.</summary>
    /// <exception cref="InputException">The plane is missing or damaged.</exception>
    public ImageArray ReadPlane(int time, int channel, int depth)
    {
        var plane = 0L;
        for (var i = 0; i < Series.LeadingAxes.Length; i++)
        {
            var (index, what) = Series.LeadingAxes[i] switch
            {
                'T' => (time, nameof(time)),
                'C' => (channel, nameof(channel)),
                'Z' => (depth, nameof(depth)),
                _ => (0, "sample"),
            };
            ArgumentOutOfRangeException.ThrowIfNegative(index, what);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Series.LeadingSizes[i], what);
            plane = (plane * Series.LeadingSizes[i]) + index;
        }

        Series.EnsureReadable();
        var size = (long)Series.Height * Series.Width * Series.Samples * Samples.Size(Series.SampleType);
        if (size > Array.MaxLength)
            throw new InputException($"{Series.Path}: a plane of {Series.Width} x {Series.Height} pixels is more than the 2 GiB that are held in memory at once; read it by bands of rows.");
        var data = new byte[size];
        Series.ReadRows(plane, 0, Series.Height, data);
        return new ImageArray(Series.Height, Series.Width, Series.Samples, Series.SampleType, data, Series.Path);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => Series.Dispose();
}
