using System.Runtime.InteropServices;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Loading;

/// <summary>An image decoded into memory, in its own sample type, so that 8 and 16 bits stay 1 and 2 bytes. May be read by several threads at once.</summary>
internal sealed class DecodedImage : IImageSource
{
    private readonly SampleType _stored;
    private readonly byte[] _samples;

    public DecodedImage(IImageSource source)
    {
        (Name, Height, Width, Channels, SampleType) = (source.Name, source.Height, source.Width, source.Channels, source.SampleType);
        _stored = StoredType(source);
        _samples = GC.AllocateUninitializedArray<byte>(checked((int)SizeOf(source)));
        if (_stored == SampleType.Float32)
            source.ReadRows(0, Height, MemoryMarshal.Cast<byte, float>(_samples.AsSpan()));
        else
            ((INativeImageSource)source).ReadNativeRows(0, Height, _samples);
    }

    public string Name { get; }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    public SampleType SampleType { get; }

    /// <summary>Bytes that an image takes when it is decoded.</summary>
    public static long SizeOf(IImageSource source) => (long)source.Height * source.Width * source.Channels * Samples.Size(StoredType(source));

    public void ReadRows(int firstRow, int rowCount, Span<float> destination)
    {
        var rowBytes = Width * Channels * Samples.Size(_stored);
        Samples.ToSingle(_stored, _samples.AsSpan(firstRow * rowBytes, rowCount * rowBytes), destination);
    }

    public void Dispose()
    {
        // Owned by the cache; there is nothing to give back.
    }

    // Everything is computed in single precision, so double precision need not be kept.
    private static SampleType StoredType(IImageSource source) =>
        source is INativeImageSource && Samples.Size(source.SampleType) <= sizeof(float) ? source.SampleType : SampleType.Float32;
}
