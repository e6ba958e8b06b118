using Luciole.Imaging.Pixels;

namespace Luciole.Imaging.Tests;

/// <summary>Pixels to be written and found again: smooth with some noise, as microscopy is, in any sample type.</summary>
internal static class Pattern
{
    public static byte[] Make(int height, int rowSamples, SampleType type, int seed = 1)
    {
        var random = new Random(seed);
        var values = new float[height * rowSamples];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((60 * (1 + Math.Sin(i % rowSamples / 9.0) * Math.Cos(i / rowSamples / 7.0))) + random.Next(4));
        if (type is SampleType.Int8)
            values = Array.ConvertAll(values, v => v - 60);
        if (type is SampleType.Int16 or SampleType.Int32)
            values = Array.ConvertAll(values, v => (v - 60) * 250);
        if (type is SampleType.UInt16 or SampleType.UInt32)
            values = Array.ConvertAll(values, v => v * 500);
        if (Samples.IsFloat(type))
            values = Array.ConvertAll(values, v => (v - 60) / 7);
        var bytes = new byte[values.Length * Samples.Size(type)];
        Samples.FromSingle(type, values, bytes);
        return bytes;
    }
}
