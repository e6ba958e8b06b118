using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests;

/// <summary>An image in memory that counts what is read of it.</summary>
internal sealed class MemoryImage(int height, int width, int channels, SampleType type, float[] values, string name = "memory image") : IImageSource
{
    public string Name => name;

    public int Height => height;

    public int Width => width;

    public int Channels => channels;

    public SampleType SampleType => type;

    public float[] Values => values;

    public long RowsRead { get; private set; }

    public int LargestRead { get; private set; }

    public bool Disposed { get; private set; }

    /// <summary>From a golden array [Y, X], [Y, X, C].</summary>
    public static MemoryImage From(NumpyFile array, string name = "golden image") => new(
        (int)array.Shape[0], (int)array.Shape[1], array.Shape.Length > 2 ? (int)array.Shape[2] : 1, TypeOf(array.DType), array.ToFloats(), name);

    public static SampleType TypeOf(string dtype) => dtype[1..] switch
    {
        "u1" => SampleType.UInt8,
        "i1" => SampleType.Int8,
        "u2" => SampleType.UInt16,
        "i2" => SampleType.Int16,
        "f4" => SampleType.Float32,
        _ => throw new NotSupportedException(dtype),
    };

    public static MemoryImage Random(int seed, int height, int width, int channels = 1, SampleType type = SampleType.UInt16)
    {
        var random = new Random(seed);
        var values = new float[height * width * channels];
        for (var i = 0; i < values.Length; i++)
            values[i] = type == SampleType.Float32 ? (float)((random.NextDouble() * 6) - 3) : random.Next(type == SampleType.UInt8 ? 256 : 65536);
        return new MemoryImage(height, width, channels, type, values);
    }

    public void ReadRows(int firstRow, int rowCount, Span<float> destination)
    {
        ObjectDisposedException.ThrowIf(Disposed, this);
        RowsRead += rowCount;
        LargestRead = Math.Max(LargestRead, rowCount);
        values.AsSpan(firstRow * width * channels, rowCount * width * channels).CopyTo(destination);
    }

    public void Dispose() => Disposed = true;
}
