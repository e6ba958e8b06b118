using Luciole.Imaging.Pixels;

namespace Luciole.Data.Loading;

/// <summary>An image decoded into memory. May be read by several threads at once.</summary>
internal sealed class DecodedImage : IImageSource
{
    private readonly float[] _values;

    public DecodedImage(IImageSource source)
    {
        (Name, Height, Width, Channels, SampleType) = (source.Name, source.Height, source.Width, source.Channels, source.SampleType);
        _values = new float[checked(Height * Width * Channels)];
        source.ReadRows(0, Height, _values);
    }

    public string Name { get; }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    public SampleType SampleType { get; }

    public void ReadRows(int firstRow, int rowCount, Span<float> destination) =>
        _values.AsSpan(firstRow * Width * Channels, rowCount * Width * Channels).CopyTo(destination);

    public void Dispose()
    {
        // Owned by the cache; there is nothing to give back.
    }
}
