using System.Runtime.InteropServices;
using Luciole.Files;

namespace Luciole.Imaging.Pixels;

/// <summary>An image in memory, <c>[Y, X, C]</c>, with its samples as they were stored (little endian).</summary>
public sealed class ImageArray : INativeImageSource
{
    /// <summary>Takes over the samples' bytes.</summary>
    /// <exception cref="ArgumentException">The bytes do not fit the shape.</exception>
    public ImageArray(int height, int width, int channels, SampleType sampleType, byte[] data, string name = "an image in memory")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (data.LongLength != (long)height * width * channels * Samples.Size(sampleType))
            throw new ArgumentException($"{data.LongLength} bytes do not make {height} x {width} x {channels} samples of {Samples.Name(sampleType)}.", nameof(data));
        (Height, Width, Channels, SampleType, Data, Name) = (height, width, channels, sampleType, data, name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Channels { get; }

    /// <inheritdoc/>
    public SampleType SampleType { get; }

    /// <summary>The samples as stored, little endian, <c>[Y, X, C]</c>.</summary>
    public byte[] Data { get; }

    /// <summary>An image of single-precision samples <c>[Y, X, C]</c>.</summary>
    public static ImageArray FromSingle(int height, int width, int channels, ReadOnlySpan<float> samples, string name = "an image in memory") =>
        new(height, width, channels, SampleType.Float32, MemoryMarshal.AsBytes(samples).ToArray(), name);

    /// <summary>Reads a whole image. The source is not disposed.</summary>
    /// <exception cref="InputException">The image is damaged, or larger than the 2 GiB that one array may have.</exception>
    public static ImageArray Load(IImageSource source)
    {
        var type = source is INativeImageSource ? source.SampleType : SampleType.Float32;
        var size = (Int128)source.Height * source.Width * source.Channels * Samples.Size(type);
        if (size > Array.MaxLength)
            throw new InputException($"{source.Name}: {source.Height} x {source.Width} pixels with {source.Channels} channels of {Samples.Name(type)} are more than the 2 GiB that are held in memory at once; cut the image into parts.");
        var data = new byte[(long)size];
        if (source is INativeImageSource native)
            native.ReadNativeRows(0, source.Height, data);
        else
            source.ReadRows(0, source.Height, MemoryMarshal.Cast<byte, float>(data.AsSpan()));
        return new ImageArray(source.Height, source.Width, source.Channels, type, data, source.Name);
    }

    /// <summary>The stored samples; <typeparamref name="T"/> must be the sample's type.</summary>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data);

    /// <summary>All samples in single precision, <c>[Y, X, C]</c>.</summary>
    public float[] ToSingle()
    {
        var samples = new float[Data.Length / Samples.Size(SampleType)];
        Samples.ToSingle(SampleType, Data, samples);
        return samples;
    }

    /// <summary>All samples in double precision, <c>[Y, X, C]</c>; none is rounded.</summary>
    public double[] ToDouble()
    {
        var samples = GC.AllocateUninitializedArray<double>(Data.Length / Samples.Size(SampleType));
        Samples.ToDouble(SampleType, Data, samples);
        return samples;
    }

    /// <inheritdoc/>
    public void ReadRows(int firstRow, int rowCount, Span<float> destination) => Samples.ToSingle(SampleType, Rows(firstRow, rowCount), destination);

    /// <inheritdoc/>
    public void ReadNativeRows(int firstRow, int rowCount, Span<byte> destination) => Rows(firstRow, rowCount).CopyTo(destination);

    /// <summary>Nothing to release.</summary>
    public void Dispose()
    {
    }

    private ReadOnlySpan<byte> Rows(int firstRow, int rowCount)
    {
        var rowBytes = Width * Channels * Samples.Size(SampleType);
        return Data.AsSpan(checked(firstRow * rowBytes), checked(rowCount * rowBytes));
    }
}
