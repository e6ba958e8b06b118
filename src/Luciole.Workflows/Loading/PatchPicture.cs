using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows;

/// <summary>Patches as TIFF images to look at.</summary>
internal static class PatchPicture
{
    private const string Program = "Luciole";

    /// <summary>Writes a patch <c>[Y, X, C]</c> with 256 greys, black and white given, which any viewer shows.</summary>
    public static void WriteGrey(string path, ReadOnlySpan<float> patch, int height, int width, float black, float white)
    {
        var greys = Imaging.Png.Contrast.Stretch(patch, black, white);
        using var writer = new OmeTiffWriter(path, Options(height, width, greys.Length / (height * width), SampleType.UInt8));
        writer.WriteNativeRows(greys);
        writer.Commit();
    }

    /// <summary>Writes a patch <c>[C, Y, X]</c> with its values as they are, in single precision.</summary>
    public static void WriteValues(string path, ReadOnlySpan<float> patch, int height, int width)
    {
        var channels = patch.Length / (height * width);
        using var writer = new OmeTiffWriter(path, Options(height, width, channels, SampleType.Float32));
        writer.WriteRows(channels == 1 ? patch : ChannelsLast(patch, height * width, channels));
        writer.Commit();
    }

    private static float[] ChannelsLast(ReadOnlySpan<float> patch, int pixels, int channels)
    {
        var moved = new float[patch.Length];
        for (var i = 0; i < moved.Length; i++)
            moved[i] = patch[(i % channels * pixels) + (i / channels)];
        return moved;
    }

    private static OmeTiffOptions Options(int height, int width, int channels, SampleType type) => new()
    {
        Height = height,
        Width = width,
        SampleType = type,
        ChannelNames = [.. Enumerable.Range(0, channels).Select(c => $"channel {c}")],
        Provenance = new Provenance { Program = Program },
    };
}
