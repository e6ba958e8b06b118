namespace Luciole.Imaging.Ome;

/// <summary>What the OME-XML says of the first image; the whole XML is kept, so that nothing gets lost on writing.</summary>
public sealed record OmeMetadata
{
    /// <summary>The whole document as it stood in the file.</summary>
    public required string Xml { get; init; }

    /// <summary>The UUID of the file; null when it has none.</summary>
    public string? Uuid { get; init; }

    /// <summary>The program that wrote the file.</summary>
    public string? Creator { get; init; }

    /// <summary>The image's name.</summary>
    public string? ImageName { get; init; }

    /// <summary>The image's description.</summary>
    public string? Description { get; init; }

    /// <summary>When it was acquired, as written (ISO 8601).</summary>
    public string? AcquisitionDate { get; init; }

    /// <summary>The order of the axes from the fastest on: <c>XYZCT</c>.</summary>
    public required string DimensionOrder { get; init; }

    /// <summary>The pixel type in OME's words: <c>uint16</c>, <c>float</c>.</summary>
    public string? PixelType { get; init; }

    /// <summary>Columns.</summary>
    public required int SizeX { get; init; }

    /// <summary>Rows.</summary>
    public required int SizeY { get; init; }

    /// <summary>Depths.</summary>
    public required int SizeZ { get; init; }

    /// <summary>Channels times their samples.</summary>
    public required int SizeC { get; init; }

    /// <summary>Times.</summary>
    public required int SizeT { get; init; }

    /// <summary>The size of a pixel; null when not said.</summary>
    public PhysicalSize? PhysicalSize { get; init; }

    /// <summary>The channels that are described; may be fewer than there are.</summary>
    public IReadOnlyList<OmeChannel> Channels { get; init; } = [];

    /// <summary>The objective's model or name.</summary>
    public string? Objective { get; init; }

    /// <summary>The objective's nominal magnification.</summary>
    public double? Magnification { get; init; }

    /// <summary>The objective's numerical aperture.</summary>
    public double? NumericalAperture { get; init; }

    /// <summary>Where the planes lie; empty when the pages follow the order of the axes.</summary>
    public IReadOnlyList<OmeTiffData> TiffData { get; init; } = [];
}
