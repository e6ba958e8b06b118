using Luciole.Data.Normalization;
using Luciole.Data.Preprocessing;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Inference;

namespace Luciole.Workflows.Organelles;

/// <summary>
/// Writes one OME-TIFF of one or several organelles, plane by plane. Predictions may come in any order; those of a plane are held until
/// all its channels are there. The file appears when it is committed.
/// </summary>
internal sealed class StackWriter : IDisposable
{
    private readonly string _path;
    private readonly IReadOnlyList<WrittenChannel> _channels;
    private readonly int _depth;
    private readonly Provenance _provenance;
    private readonly Dictionary<(int Channel, int Plane), PredictedImage> _waiting = [];
    private OmeTiffWriter? _writer;
    private OmeTiffOptions? _options;
    private float[] _rows = [];
    private float[] _row = [];
    private int _next;

    /// <summary>Prepares a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="depth">Its planes.</param>
    /// <param name="provenance">What made it.</param>
    public StackWriter(string path, IReadOnlyList<WrittenChannel> channels, int depth, Provenance provenance) =>
        (_path, _channels, _depth, _provenance) = (path, channels, depth, provenance);

    /// <summary>Takes one channel's prediction of one plane, to write and dispose it.</summary>
    /// <param name="channel">The channel's place.</param>
    /// <param name="plane">The plane's place.</param>
    /// <param name="prediction">The prediction.</param>
    /// <param name="input">The plane that was predicted from, for its metadata.</param>
    /// <param name="sourcePlane">The plane's number in the input's file.</param>
    public void Add(int channel, int plane, PredictedImage prediction, IImageSource input, int sourcePlane)
    {
        _waiting.Add((channel, plane), prediction);
        _options ??= Options(prediction, input, sourcePlane);
        while (_next < _depth && Enumerable.Range(0, _channels.Count).All(c => _waiting.ContainsKey((c, _next))))
        {
            var images = Enumerable.Range(0, _channels.Count).Select(c => _waiting[(c, _next)]).ToList();
            WritePlane(images);
            for (var c = 0; c < images.Count; c++)
            {
                _waiting.Remove((c, _next));
                images[c].Dispose();
            }

            _next++;
        }
    }

    /// <summary>Completes the file.</summary>
    public void Commit() => _writer!.Commit();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var image in _waiting.Values)
            image.Dispose();
        _writer?.Dispose();
    }

    private OmeTiffOptions Options(PredictedImage prediction, IImageSource input, int sourcePlane)
    {
        var preprocessed = input as PreprocessedSource;
        var original = preprocessed?.Original ?? input;
        return new OmeTiffOptions
        {
            Width = prediction.Width,
            Height = prediction.Height,
            Depth = _depth,
            SampleType = SampleType.Float32,
            ChannelNames = [.. _channels.SelectMany(c => c.Names(prediction.Channels))],
            ChannelColors = [.. _channels.SelectMany(c => Enumerable.Repeat(c.Color, prediction.Channels))],
            Source = preprocessed is { IsResized: true } ? null : ImageFile.OmeMetadataOf(original),
            SourcePlane = sourcePlane,
            PhysicalSize = ImageFile.PhysicalSizeOf(original) is { } size
                ? size with { X = size.X * original.Width / input.Width, Y = size.Y * original.Height / input.Height }
                : null,
            Provenance = _provenance,
        };
    }

    private void WritePlane(List<PredictedImage> images)
    {
        const int BandSamples = 1 << 22;
        var scales = images.Select((image, c) => _channels[c].ScaleOf(image)).ToList();
        _writer ??= new OmeTiffWriter(_path, _options! with { SampleType = TypeOf(scales) });
        var minima = images.Zip(scales, (image, scale) => image.Minimum(scale)).ToList();
        var (width, depth) = (images[0].Width, images.Sum(i => i.Channels));
        if (images.Any(i => i.Width != width || i.Height != _options!.Height) || depth != _options!.ChannelNames.Count || width != _options.Width)
            throw new Luciole.Files.InputException($"{_provenance.InputFile}: its predictions are of different sizes, so they cannot be in one file; use --format separate, and planes of one size.");
        var band = Math.Clamp(BandSamples / (width * depth), 1, _options.Height);
        for (var first = 0; first < _options.Height; first += band)
        {
            var count = Math.Min(band, _options.Height - first);
            var rows = Room(ref _rows, count * width * depth);
            var place = 0;
            for (var c = 0; c < images.Count; c++)
            {
                var channels = images[c].Channels;
                var own = Room(ref _row, count * width * channels);
                images[c].ReadRows(first, own);
                scales[c].Apply(own, minima[c]);
                for (var i = 0; i < own.Length; i++)
                    rows[(i / channels * depth) + place + (i % channels)] = own[i];
                place += channels;
            }

            _writer.WriteRows(rows);
        }
    }

    private static SampleType TypeOf(List<OutputScale> scales) =>
        scales.All(s => s.SampleType == scales[0].SampleType) ? scales[0].SampleType : SampleType.Float32;

    private static Span<float> Room(ref float[] buffer, int size)
    {
        if (buffer.Length < size)
            buffer = new float[size];
        return buffer.AsSpan(0, size);
    }
}
