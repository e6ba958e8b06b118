using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Ome;

/// <summary>What an OME-TIFF that is to be written holds, and how it is stored.</summary>
public sealed record OmeTiffOptions
{
    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>The type of the samples.</summary>
    public required SampleType SampleType { get; init; }

    /// <summary>One name for each channel, such as <c>Nucleus</c>; their number is the number of planes.</summary>
    public required IReadOnlyList<string> ChannelNames { get; init; }

    /// <summary>The display colour of each channel as a signed RGBA integer, in the order of <see cref="ChannelNames"/>; null for a channel without one.</summary>
    public IReadOnlyList<int?> ChannelColors { get; init; } = [];

    /// <summary>Planes of a z-stack; 1 for an image.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>The plane of <see cref="Source"/> whose position is kept; that of a stack is its first one's.</summary>
    public int SourcePlane { get; init; }

    /// <summary>What made the image.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>The metadata of the image that this one was made from; its acquisition fields are kept.</summary>
    public OmeMetadata? Source { get; init; }

    /// <summary>The size of a pixel, where <see cref="Source"/> does not give it.</summary>
    public PhysicalSize? PhysicalSize { get; init; }

    /// <summary>How the pixels are compressed.</summary>
    public TiffCompression Compression { get; init; } = TiffCompression.Deflate;

    /// <summary>The level of Deflate, 1 to 9; null for libtiff's default, 6.</summary>
    public int? DeflateLevel { get; init; }

    /// <summary>
    /// Whether floating-point samples are stored as differences (predictor 3), as integers always are (predictor 2). Files get smaller,
    /// but tifffile then opens them only with the package imagecodecs beside it.
    /// </summary>
    public bool UseFloatPredictor { get; init; }

    /// <summary>Edge of the square tiles in pixels, a multiple of 16; 0 for strips.</summary>
    public int TileSize { get; init; }
}
