using System.Runtime.InteropServices;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Benchmarks.Evaluation;

/// <summary>A truth of blurred spots with noise, 16 bits, and a single-precision prediction of it, as uncompressed OME-TIFF.</summary>
internal static class TestPair
{
    public static (string Prediction, string Truth) Write(string folder, int side)
    {
        var random = new Random(side);
        var truth = new ushort[side * side];
        var prediction = new float[side * side];
        for (var i = 0; i < truth.Length; i++)
        {
            double y = i / side, x = i % side;
            var signal = Math.Pow(Math.Max(0, Math.Sin(x * 0.05) * Math.Cos(y * 0.043)), 2);
            truth[i] = (ushort)(800 + (9_000 * signal) + (300 * random.NextDouble()));
            prediction[i] = (float)((0.9 * signal) + (0.05 * Math.Sin(x * 0.3)) + (0.02 * random.NextDouble()));
        }

        return (
            Write(Path.Combine(folder, $"prediction_{side}.tif"), side, SampleType.Float32, MemoryMarshal.AsBytes(prediction.AsSpan())),
            Write(Path.Combine(folder, $"truth_{side}.tif"), side, SampleType.UInt16, MemoryMarshal.AsBytes(truth.AsSpan())));
    }

    private static string Write(string path, int side, SampleType type, ReadOnlySpan<byte> samples)
    {
        using var writer = new OmeTiffWriter(path, new OmeTiffOptions
        {
            Height = side, Width = side, SampleType = type, ChannelNames = ["Nucleus"], Compression = TiffCompression.None, Provenance = new Provenance { Program = "Luciole's benchmark" },
        });
        writer.WriteNativeRows(samples);
        writer.Commit();
        return path;
    }
}
