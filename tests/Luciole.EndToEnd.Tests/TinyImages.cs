using System.Runtime.InteropServices;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.EndToEnd.Tests;

/// <summary>Small images for tests: round spots on a bright ground as raw images, the spots alone as targets.</summary>
internal static class TinyImages
{
    public const double PixelX = 0.25;
    public const double PixelY = 0.5;
    public const double TargetGround = 20_000;
    public const double TargetSpot = 12_000;

    /// <summary>Writes a transmitted-light image: spots darker than the ground.</summary>
    public static string WriteRaw(string path, int seed, int height = 64, int width = 64) => Write(path, Pixels(seed, height, width, 1_000, -400), height, width, "Bright field");

    /// <summary>Writes the fluorescence that belongs to the raw image of the same seed.</summary>
    public static string WriteTarget(string path, int seed, int height = 64, int width = 64) => Write(path, Pixels(seed, height, width, TargetGround, TargetSpot), height, width, "Nucleus");

    /// <summary>Writes folders of several raws for one target: <c>root/x/NAME/...</c>, <c>root/y/NAME/...</c>.</summary>
    public static void WriteSets(string root, int firstSeed, int count, int planes, int size = 48)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var name = $"Study_1_BF_image_{seed}_Nucleus.ome.tiff";
            for (var z = 0; z < planes; z++)
                WriteRaw(Path.Combine(root, "x", name, $"Study_1_BF_image_{seed}_BF_z{z}.ome.tiff"), seed, size, size);
            WriteTarget(Path.Combine(root, "y", name, name), seed, size, size);
        }
    }

    /// <summary>Writes an OME-TIFF of these samples, little endian.</summary>
    public static string Write(string path, SampleType type, ReadOnlySpan<byte> samples, int height, int width, string channel)
    {
        using var writer = new OmeTiffWriter(path, new OmeTiffOptions
        {
            Height = height,
            Width = width,
            SampleType = type,
            ChannelNames = [channel],
            PhysicalSize = new PhysicalSize(PixelX, PixelY),
            Compression = TiffCompression.None,
            Provenance = new Provenance { Program = "test" },
        });
        writer.WriteNativeRows(samples);
        writer.Commit();
        return path;
    }

    /// <summary>A file that begins like a TIFF and is none.</summary>
    public static string WriteDamaged(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 2, 3]);
        return path;
    }

    /// <summary>A whole header over pixels whose compressed data is nonsense.</summary>
    public static void WriteDamagedPixels(string path, int height, int width)
    {
        const int firstPixels = 8;
        using (var writer = new OmeTiffWriter(path, new OmeTiffOptions
        {
            Height = height, Width = width, SampleType = SampleType.UInt16, ChannelNames = ["Bright field"], Provenance = new Provenance { Program = "test" },
        }))
        {
            writer.WriteNativeRows(MemoryMarshal.AsBytes(Pixels(1, height, width, 1_000, -400).AsSpan()));
            writer.Commit();
        }

        using var file = File.OpenWrite(path);
        file.Position = firstPixels;
        file.Write(Enumerable.Repeat((byte)0xFF, 64).ToArray());
    }

    private static string Write(string path, ushort[] pixels, int height, int width, string channel) =>
        Write(path, SampleType.UInt16, MemoryMarshal.AsBytes(pixels.AsSpan()), height, width, channel);

    private static ushort[] Pixels(int seed, int height, int width, double ground, double spot)
    {
        var random = new Random(seed);
        var pixels = new double[height * width];
        Array.Fill(pixels, ground);
        for (var n = 0; n < 6; n++)
        {
            var (y, x, radius) = (random.NextDouble() * height, random.NextDouble() * width, 3 + (random.NextDouble() * 4));
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] += spot * Math.Exp(-(Math.Pow((i / width) - y, 2) + Math.Pow((i % width) - x, 2)) / (2 * radius * radius));
        }

        return Array.ConvertAll(pixels, v => (ushort)Math.Clamp(v + (random.NextDouble() * 20), 0, ushort.MaxValue));
    }
}
