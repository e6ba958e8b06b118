using Luciole.Imaging.Pixels;

namespace Luciole.Data.Preprocessing;

/// <summary>What is known of an image without its pixels.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels.</param>
/// <param name="SampleType">The numeric type of the samples.</param>
public sealed record RasterShape(int Height, int Width, int Channels, SampleType SampleType)
{
    /// <summary>Pixels of one channel.</summary>
    public int Pixels => checked(Height * Width);

    /// <summary>The shape of an image that is not read yet.</summary>
    public static RasterShape Of(IImageSource image) => new(image.Height, image.Width, image.Channels, image.SampleType);
}
