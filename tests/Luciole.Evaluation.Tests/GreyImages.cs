using System.Runtime.InteropServices;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Evaluation.Tests;

/// <summary>Small images in files.</summary>
internal static class GreyImages
{
    public static string Write(string path, float[] pixels, int height, int width, string channel = "grey")
    {
        using var writer = new OmeTiffWriter(path, new OmeTiffOptions
        {
            Height = height, Width = width, SampleType = SampleType.Float32, ChannelNames = [channel], Compression = TiffCompression.None, Provenance = new Provenance { Program = "test" },
        });
        writer.WriteNativeRows(MemoryMarshal.AsBytes(pixels.AsSpan()));
        writer.Commit();
        return path;
    }

    public static string WriteNoise(string path, int seed, int height = 12, int width = 15) => Write(path, Noise(seed, height * width), height, width);

    public static float[] Noise(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 1000)];
    }
}
