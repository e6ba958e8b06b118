using Luciole.Data.Studies;
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
    /// <param name="path">The file.</param>
    /// <param name="organelle">Which channel to take where there are several, by the name that OME metadata give it; null for none.</param>
    /// <exception cref="InputException">It is missing, damaged, not grey, or has pixels that are not finite.</exception>
    public static GreyPlane Read(string path, Organelle? organelle = null)
    {
        using var source = ImageFile.Open(path);
        if (source.Channels == 1)
            return Read(source, 0);
        var names = ImageFile.OmeMetadataOf(source)?.Channels ?? [];
        var channel = organelle is null ? -1 : names.ToList().FindIndex(c => string.Equals(c.Name, organelle.ToString(), StringComparison.OrdinalIgnoreCase));
        return channel >= 0 && names.Count == source.Channels
            ? Read(source, channel)
            : throw new InputException($"{path}: has {source.Channels} channels{(organelle is null ? "" : $" and none of the name {organelle}")}, a grey image was expected; take the channel you mean into a file of its own.");
    }

    /// <summary>Reads a channel of an image.</summary>
    /// <exception cref="InputException">It is damaged, has no such channel, or has pixels that are not finite.</exception>
    public static GreyPlane Read(IImageSource source, int channel)
    {
        if ((uint)channel >= (uint)source.Channels)
            throw new InputException($"{source.Name}: has {source.Channels} channels, number {channel + 1} was expected; write it anew.");
        using var image = ImageArray.Load(source);
        var pixels = image.ToDouble();
        if (image.Channels > 1)
            pixels = Channel(pixels, channel, image.Channels);
        try
        {
            return new GreyPlane(source.Name, image.Height, image.Width, pixels, ImageScale.Of(pixels));
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{source.Name}: has pixels that are not finite numbers (NaN or infinity), which have no percentiles; write it anew.", e);
        }
    }

    /// <summary>The pixels of all channels of a file's image, without reading them.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public static long CountPixels(string path)
    {
        using var source = ImageFile.Open(path);
        return (long)source.Height * source.Width * source.Channels;
    }

    private static double[] Channel(double[] samples, int channel, int channels)
    {
        var pixels = new double[samples.Length / channels];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = samples[(i * channels) + channel];
        return pixels;
    }
}
