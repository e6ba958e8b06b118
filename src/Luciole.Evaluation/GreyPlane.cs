using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Metrics;

namespace Luciole.Evaluation;

/// <summary>A grey image in double precision with its scale.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Intensities as stored, <c>[Y, X]</c>.</param>
/// <param name="Scale">Its percentiles.</param>
public sealed record GreyPlane(string Path, int Height, int Width, double[] Pixels, ImageScale Scale)
{
    /// <summary>The largest need of memory while an image is read and measured, in bytes for each pixel.</summary>
    public const int BytesPerPixel = 24;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is missing, damaged, not grey, or has pixels that are not finite.</exception>
    public static GreyPlane Read(string path)
    {
        using var source = ImageFile.Open(path);
        if (source.Channels != 1)
            throw new InputException($"{path}: has {source.Channels} channels, a grey image was expected; take the channel you mean into a file of its own.");
        using var image = ImageArray.Load(source);
        var pixels = image.ToDouble();
        try
        {
            return new GreyPlane(path, image.Height, image.Width, pixels, ImageScale.Of(pixels));
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{path}: has pixels that are not finite numbers (NaN or infinity), which have no percentiles; write it anew.", e);
        }
    }

    /// <summary>The size of a file's image, without its pixels.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public static long CountPixels(string path)
    {
        using var source = ImageFile.Open(path);
        return (long)source.Height * source.Width;
    }
}
