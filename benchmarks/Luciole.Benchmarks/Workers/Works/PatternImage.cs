using Luciole.Imaging.Pixels;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>A square image in memory.</summary>
internal sealed class PatternImage : IImageSource
{
    private readonly float[] _pixels;

    public PatternImage(int side)
    {
        (Height, Width) = (side, side);
        _pixels = new float[side * side];
        Pattern.Fill(_pixels, Pattern.Input, scale: 1000, offset: 500);
    }

    public string Name => "pattern";

    public int Height { get; }

    public int Width { get; }

    public int Channels => 1;

    public SampleType SampleType => SampleType.Float32;

    public void ReadRows(int firstRow, int rowCount, Span<float> destination) =>
        _pixels.AsSpan(firstRow * Width, rowCount * Width).CopyTo(destination);

    public void Dispose()
    {
    }
}
