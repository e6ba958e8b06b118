using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Luciole.Files;
using Luciole.Imaging.Ome;

namespace Luciole.Imaging.Tiff;

/// <summary>What a TIFF file holds, for <c>luciole inspect</c>: as a table (<see cref="Rows"/>) or as JSON (<see cref="ToJson"/>).</summary>
public sealed record TiffSummary
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>The path as it was given.</summary>
    public required string File { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long FileSize { get; init; }

    /// <summary>Pages in the file.</summary>
    public required int Pages { get; init; }

    /// <summary>NumPy's name of the sample type.</summary>
    [JsonPropertyName("dtype")]
    public required string DType { get; init; }

    /// <summary>The shape without axes of size 1, as NumPy would have it.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>The axes: all of OME-TIFF (<c>TCZYX</c>), otherwise those of <see cref="Shape"/>.</summary>
    public required string Axes { get; init; }

    /// <summary>The sizes of <see cref="Axes"/>.</summary>
    public required IReadOnlyList<int> AxesSizes { get; init; }

    /// <summary>"little" or "big".</summary>
    public required string ByteOrder { get; init; }

    /// <summary>Whether it is BigTIFF.</summary>
    [JsonPropertyName("bigtiff")]
    public required bool BigTiff { get; init; }

    /// <summary>The number of the tag Compression.</summary>
    public required int Compression { get; init; }

    /// <summary>The compression's name.</summary>
    public required string CompressionName { get; init; }

    /// <summary>1 none, 2 differences, 3 differences of floating-point bytes.</summary>
    public required int Predictor { get; init; }

    /// <summary>Tiles or strips.</summary>
    public required bool Tiled { get; init; }

    /// <summary>Rows and columns of a tile; null for strips.</summary>
    public IReadOnlyList<int>? Tile { get; init; }

    /// <summary>Rows of a strip; null for tiles.</summary>
    public int? RowsPerStrip { get; init; }

    /// <summary>The pixel's size along X and Y (and Z where known); null when unknown.</summary>
    public IReadOnlyList<double>? PhysicalSize { get; init; }

    /// <summary>The unit of <see cref="PhysicalSize"/>.</summary>
    public string? PhysicalUnit { get; init; }

    /// <summary>The channels' names; null when there are none.</summary>
    public IReadOnlyList<string>? ChannelNames { get; init; }

    /// <summary>When the image was acquired, as written.</summary>
    public string? AcquisitionDate { get; init; }

    /// <summary>The objective's model.</summary>
    public string? Objective { get; init; }

    /// <summary>The objective's magnification.</summary>
    public double? Magnification { get; init; }

    /// <summary>The tag Software.</summary>
    public string? Software { get; init; }

    /// <summary>The description's kind: ome, imagej, shaped or plain.</summary>
    public required string Description { get; init; }

    /// <summary>Key-value pairs that Luciole left in the file about its making; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Provenance { get; init; }

    /// <summary>Why the pixels cannot be read; null when they can.</summary>
    public string? Unreadable { get; init; }

    /// <summary>Describes a file; pixels are not decoded.</summary>
    /// <exception cref="InputException">The file is missing, no TIFF, or its directories are damaged.</exception>
    public static TiffSummary Read(string path)
    {
        using var series = TiffSeries.Open(path);
        var page = series.FirstPage;
        var (axes, sizes) = series.Squeezed();
        var ome = series.Ome;
        return new TiffSummary
        {
            File = path,
            FileSize = series.File.Length,
            Pages = series.File.CountPages(),
            DType = page.DTypeName,
            Shape = sizes,
            Axes = ome is null ? axes : series.Axes,
            AxesSizes = ome is null ? sizes : series.Sizes,
            ByteOrder = series.File.IsLittleEndian ? "little" : "big",
            BigTiff = series.File.IsBigTiff,
            Compression = page.Compression,
            CompressionName = page.CompressionName,
            Predictor = page.Predictor,
            Tiled = page.IsTiled,
            Tile = page.IsTiled ? [page.TileHeight, page.TileWidth] : null,
            RowsPerStrip = page.IsTiled ? null : page.RowsPerStrip,
            PhysicalSize = series.PhysicalSize is not { } size ? null : size.Z is { } z ? [size.X, size.Y, z] : [size.X, size.Y],
            PhysicalUnit = series.PhysicalSize?.Unit,
            ChannelNames = series.ChannelNames.Count > 0 ? series.ChannelNames : null,
            AcquisitionDate = ome?.AcquisitionDate,
            Objective = ome?.Objective,
            Magnification = ome?.Magnification,
            Software = page.Software,
            Description = series.Kind.ToString().ToLowerInvariant(),
            Provenance = ome is null ? null : OmeOutputXml.ReadProvenance(ome.Xml),
            Unreadable = ReasonAgainstReading(series),
        };
    }

    /// <summary>The summary as JSON with names in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The summary as names and values for people; what is unknown is left out.</summary>
    public IEnumerable<(string Name, string Value)> Rows()
    {
        yield return ("File", File);
        yield return ("Size", string.Create(CultureInfo.InvariantCulture, $"{FileSize:N0} bytes"));
        yield return ("Format", $"{(BigTiff ? "BigTIFF" : "TIFF")}, {ByteOrder}-endian, {Pages} page{(Pages == 1 ? "" : "s")}");
        yield return ("Samples", DType);
        yield return ("Axes", $"{Axes} ({string.Join(", ", AxesSizes)})");
        yield return ("Compression", Predictor == 1 ? CompressionName : $"{CompressionName}, predictor {Predictor}");
        yield return ("Stored in", Tile is { } tile ? $"tiles of {tile[0]} x {tile[1]} pixels" : $"strips of {RowsPerStrip} rows");
        if (PhysicalSize is { } size)
            yield return ("Pixel size", $"{string.Join(" x ", size.Select(s => s.ToString("R", CultureInfo.InvariantCulture)))} {PhysicalUnit}");
        if (ChannelNames is { } names)
            yield return ("Channels", string.Join(", ", names));
        if (AcquisitionDate is { } date)
            yield return ("Acquired", date);
        if (Objective is { } objective)
            yield return ("Objective", Magnification is { } times ? string.Create(CultureInfo.InvariantCulture, $"{objective}, {times}x") : objective);
        if (Software is { } software)
            yield return ("Software", software);
        yield return ("Description", Description);
        foreach (var (key, value) in Provenance ?? new Dictionary<string, string>())
            yield return (key, value);
        if (Unreadable is { } reason)
            yield return ("Not readable", reason);
    }

    private static string? ReasonAgainstReading(TiffSeries series)
    {
        try
        {
            series.EnsureReadable();
            return null;
        }
        catch (InputException e)
        {
            return e.Message;
        }
    }
}
