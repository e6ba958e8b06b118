using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Pixels;

/// <summary>One plane of a file as an image of one channel.</summary>
/// <param name="series">The file.</param>
/// <param name="plane">The plane's place in it.</param>
/// <param name="isOwner">Whether the file is closed with this image.</param>
internal sealed class StackPlane(TiffSeries series, long plane, bool isOwner = false) : INativeImageSource
{
    private byte[] _rows = [];

    public string Name => series.Path;

    public int Height => series.Height;

    public int Width => series.Width;

    public int Channels => 1;

    public SampleType SampleType => series.SampleType;

    public TiffSeries Series => series;

    public void ReadRows(int firstRow, int rowCount, Span<float> destination)
    {
        var size = checked(rowCount * Width * Samples.Size(SampleType));
        if (_rows.Length < size)
            _rows = new byte[size];
        series.ReadRows(plane, firstRow, rowCount, _rows.AsSpan(0, size));
        Samples.ToSingle(SampleType, _rows.AsSpan(0, size), destination);
    }

    public void ReadNativeRows(int firstRow, int rowCount, Span<byte> destination) => series.ReadRows(plane, firstRow, rowCount, destination);

    public void Dispose()
    {
        if (isOwner)
            series.Dispose();
    }
}
