using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;

namespace Luciole.Imaging.Tiff;

/// <summary>
/// The image of a TIFF file with all its axes: the planes <c>[Y, X]</c> or <c>[Y, X, S]</c> that its pages hold, and the axes (time,
/// channel, depth) along which they are arranged, as the OME-XML, ImageJ's or tifffile's description says, or else one axis <c>I</c>
/// of equal pages. Axes have the letters and the order that tifffile reports.
/// </summary>
public sealed class TiffSeries : IDisposable
{
    private readonly List<TiffFile> _files;
    private readonly Func<long, PlaneAddress?> _address;
    private readonly TiffPage _template;

    internal TiffSeries(List<TiffFile> files, DescriptionKind kind, string leadingAxes, int[] leadingSizes, Func<long, PlaneAddress?> address)
    {
        _files = files;
        _address = address;
        Kind = kind;
        _template = First(address(0) ?? throw new InputException($"{files[0].Path}: its description names no page for the first plane; export it again."));
        if (_template.IsPlanar)
            (leadingAxes, leadingSizes) = (leadingAxes + "S", [.. leadingSizes, _template.SamplesPerPixel]);
        LeadingAxes = leadingAxes;
        LeadingSizes = leadingSizes;
        Axes = leadingAxes + (Samples > 1 ? "YXS" : "YX");
        Sizes = Samples > 1 ? [.. leadingSizes, Height, Width, Samples] : [.. leadingSizes, Height, Width];
        PlaneCount = leadingSizes.Aggregate(1L, (a, b) => checked(a * b));
    }

    /// <summary>Which description the axes come from.</summary>
    public DescriptionKind Kind { get; }

    /// <summary>The file's path as it was given.</summary>
    public string Path => _files[0].Path;

    /// <summary>The file that was opened (a set of OME-TIFF files may consist of more).</summary>
    public TiffFile File => _files[0];

    /// <summary>The page that holds the first plane.</summary>
    public TiffPage FirstPage => _template;

    /// <summary>All axes, such as <c>TCZYX</c>, <c>IYX</c>, <c>YXS</c>.</summary>
    public string Axes { get; }

    /// <summary>The size of each of <see cref="Axes"/>.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The axes before those within a plane.</summary>
    public string LeadingAxes { get; }

    /// <summary>The sizes of <see cref="LeadingAxes"/>; planes are counted with the last one running fastest.</summary>
    public IReadOnlyList<int> LeadingSizes { get; }

    /// <summary>The number of planes.</summary>
    public long PlaneCount { get; }

    /// <summary>Rows of a plane.</summary>
    public int Height => _template.Height;

    /// <summary>Columns of a plane.</summary>
    public int Width => _template.Width;

    /// <summary>Samples interleaved within a plane (RGB: 3); 1 for grey.</summary>
    public int Samples => _template.InterleavedSamples;

    /// <summary>The type of the samples.</summary>
    /// <exception cref="InputException">It is none that is read.</exception>
    public SampleType SampleType
    {
        get
        {
            EnsureReadable();
            return _template.SampleType!.Value;
        }
    }

    /// <summary>The OME metadata; null when the file has none.</summary>
    public OmeMetadata? Ome { get; internal init; }

    /// <summary>The size of a pixel; null when the file does not say.</summary>
    public PhysicalSize? PhysicalSize { get; internal init; }

    /// <summary>Names of the channels, where the file has them.</summary>
    public IReadOnlyList<string> ChannelNames { get; internal init; } = [];

    /// <summary>Opens a TIFF file and finds out the arrangement of its planes.</summary>
    /// <exception cref="InputException">The file is missing, no TIFF, or its directory or description is damaged.</exception>
    public static TiffSeries Open(string path)
    {
        var file = TiffFile.Open(path);
        try
        {
            return SeriesReader.Read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Checks that the first plane can be decoded, and that its data lie in the file.</summary>
    /// <exception cref="InputException">It cannot; the sentence says why.</exception>
    public void EnsureReadable() => _template.EnsureReadable();

    /// <summary>The axes of size above 1, and always <c>Y</c> and <c>X</c>: what is left when NumPy squeezes the image.</summary>
    public (string Axes, int[] Sizes) Squeezed()
    {
        var kept = Enumerable.Range(0, Axes.Length).Where(i => Sizes[i] != 1 || Axes[i] is 'Y' or 'X').ToArray();
        return (string.Concat(kept.Select(i => Axes[i])), [.. kept.Select(i => Sizes[i])]);
    }

    /// <summary>Reads rows of a plane as stored, little endian: <c>[row, X]</c>, or <c>[row, X, S]</c> where samples are interleaved.</summary>
    /// <exception cref="InputException">The plane is missing or damaged.</exception>
    public void ReadRows(long plane, int firstRow, int rowCount, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(plane);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(plane, PlaneCount);
        var (samplePlane, pagePlane) = ((int)(plane % _template.SamplePlanes), plane / _template.SamplePlanes);
        if (_address(pagePlane) is not { } address)
            throw new InputException($"{Path}: its description names no page for plane {pagePlane} of {PlaneCount / _template.SamplePlanes}; the file is incomplete.");
        var file = _files[address.File];
        if (address.Shift != 0)
        {
            file.ReadShiftedRows(_template, firstRow, rowCount, destination, address.Shift);
            return;
        }

        var page = file.Page(address.Page);
        if (!page.IsLike(_template))
            throw new InputException($"{file.Path}: page {address.Page} has {page.Width} x {page.Height} pixels of {page.DTypeName}, but the first has {Width} x {Height} of {_template.DTypeName}; planes of one image must be alike.");
        file.ReadRows(page, samplePlane, firstRow, rowCount, destination);
    }

    /// <summary>
    /// Writes all samples as a NumPy file in the squeezed shape, plane by plane and band by band.
    /// </summary>
    /// <exception cref="InputException">The image is damaged or the file cannot be written.</exception>
    public void WriteNumpy(string path)
    {
        const int BandBytes = 1 << 24;
        using var output = new AtomicFile(path);
        NumpyFile.WriteHeader(output.Stream, Pixels.Samples.NumpyCode(SampleType), [.. Squeezed().Sizes.Select(s => (long)s)]);
        var bandRows = Math.Clamp(BandBytes / _template.RowBytes, 1, Height);
        var band = new byte[bandRows * _template.RowBytes];
        for (var plane = 0L; plane < PlaneCount; plane++)
        {
            for (var row = 0; row < Height; row += bandRows)
            {
                var rows = Math.Min(bandRows, Height - row);
                ReadRows(plane, row, rows, band);
                output.Stream.Write(band.AsSpan(0, rows * _template.RowBytes));
            }
        }

        output.Commit();
    }

    /// <summary>Closes the file, and the others of its set.</summary>
    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private TiffPage First(PlaneAddress address) => _files[address.File].Page(address.Page);
}
