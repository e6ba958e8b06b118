using Luciole.Files;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Pixels;

/// <summary>A TIFF file as a two-dimensional image whose channels are its interleaved samples or its planes; rows are streamed.</summary>
internal sealed class TiffImage : INativeImageSource
{
    private readonly TiffSeries _series;
    private readonly bool _channelsArePlanes;
    private byte[] _plane = [];

    private TiffImage(TiffSeries series)
    {
        _series = series;
        _channelsArePlanes = series.Samples == 1;
        Channels = _channelsArePlanes ? (int)series.PlaneCount : series.Samples;
        SampleType = series.SampleType;
    }

    public string Name => _series.Path;

    public int Height => _series.Height;

    public int Width => _series.Width;

    public int Channels { get; }

    public SampleType SampleType { get; }

    public TiffSeries Series => _series;

    /// <summary>Takes over the series; null when its channels are neither samples nor planes, so that it must be transposed in memory.</summary>
    public static TiffImage? TryCreate(TiffSeries series)
    {
        var (axes, sizes) = series.Squeezed();
        var natural = sizes.Length switch
        {
            2 => true,
            3 => ImageShape.ChannelAxis(sizes) == (series.Samples > 1 ? 2 : 0),
            _ => throw new InputException(ImageShape.TooManyAxes(series.Path, axes, sizes)),
        };
        return natural ? new TiffImage(series) : null;
    }

    public void ReadRows(int firstRow, int rowCount, Span<float> destination)
    {
        if (!_channelsArePlanes)
        {
            var bytes = Plane(rowCount, Channels);
            _series.ReadRows(0, firstRow, rowCount, bytes);
            Samples.ToSingle(SampleType, bytes, destination);
            return;
        }

        for (var channel = 0; channel < Channels; channel++)
        {
            var bytes = Plane(rowCount, 1);
            _series.ReadRows(channel, firstRow, rowCount, bytes);
            Samples.ToSingle(SampleType, bytes, destination[channel..], Channels);
        }
    }

    public void ReadNativeRows(int firstRow, int rowCount, Span<byte> destination)
    {
        if (!_channelsArePlanes || Channels == 1)
        {
            _series.ReadRows(0, firstRow, rowCount, destination);
            return;
        }

        var size = Samples.Size(SampleType);
        for (var channel = 0; channel < Channels; channel++)
        {
            var bytes = Plane(rowCount, 1);
            _series.ReadRows(channel, firstRow, rowCount, bytes);
            for (var i = 0; i < bytes.Length / size; i++)
                bytes.Slice(i * size, size).CopyTo(destination[(((i * Channels) + channel) * size)..]);
        }
    }

    public void Dispose() => _series.Dispose();

    private Span<byte> Plane(int rowCount, int samples)
    {
        var size = checked(rowCount * Width * samples * Samples.Size(SampleType));
        if (_plane.Length < size)
            _plane = new byte[size];
        return _plane.AsSpan(0, size);
    }
}
