using Luciole.Data.Patches;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Normalization;

/// <summary>
/// Walks over the samples of an image as often as a statistic needs, with one band of rows in memory. Reflection repeats whole
/// rows and columns, so the reflected image is walked as the original one with a weight for each row and column.
/// </summary>
internal sealed class PixelRows
{
    private const int BandSamples = 1 << 20;

    private readonly IImageSource? _source;
    private readonly ReadOnlyMemory<float> _values;
    private readonly int[] _rowWeights;
    private readonly int[] _columnWeights;

    private PixelRows(string name, SampleType type, IImageSource? source, ReadOnlyMemory<float> values, int[] rowWeights, int[] columnWeights)
    {
        Name = name;
        Type = type;
        _source = source;
        _values = values;
        _rowWeights = rowWeights;
        _columnWeights = columnWeights;
        Count = rowWeights.Sum(w => (long)w) * columnWeights.Sum(w => (long)w);
    }

    public string Name { get; }

    public SampleType Type { get; }

    /// <summary>Samples, each as often as it counts.</summary>
    public long Count { get; }

    public static PixelRows Of(IImageSource source, ReflectPadding? padding)
    {
        var rows = Ones(source.Height);
        var columns = Ones(source.Width);
        for (var y = 0; y < padding?.Top; y++)
            rows[padding.SourceRow(y)]++;
        for (var x = 0; x < padding?.Left; x++)
            columns[padding.SourceColumn(x)]++;
        var samples = new int[checked(source.Width * source.Channels)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = columns[i / source.Channels];
        return new PixelRows(source.Name, source.SampleType, source, default, rows, samples);
    }

    public static PixelRows Of(string name, SampleType type, ReadOnlyMemory<float> values) =>
        new(name, type, null, values, [1], Ones(values.Length));

    public void Visit(RowVisitor visitor)
    {
        if (_source is null)
        {
            visitor(_values.Span, 1, _columnWeights);
            return;
        }

        var width = _columnWeights.Length;
        var bandRows = Math.Clamp(BandSamples / width, 1, _source.Height);
        var band = new float[bandRows * width];
        for (var first = 0; first < _source.Height; first += bandRows)
        {
            var count = Math.Min(bandRows, _source.Height - first);
            _source.ReadRows(first, count, band);
            for (var row = 0; row < count; row++)
                visitor(band.AsSpan(row * width, width), _rowWeights[first + row], _columnWeights);
        }
    }

    private static int[] Ones(int length)
    {
        var ones = new int[length];
        Array.Fill(ones, 1);
        return ones;
    }
}
