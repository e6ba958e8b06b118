using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Filtering;

/// <summary>What is known of a raw image and its target, or of a patch of them, to judge a sample by. Summed in double precision.</summary>
public sealed class SampleStatistics
{
    private const int BandSamples = 1 << 20;

    private ValueSummary _raw;
    private ValueSummary _target;
    private double _difference;
    private double _rawRange;
    private double _targetRange;

    private SampleStatistics()
    {
    }

    /// <summary>A figure; not a number for those of a target that was not given.</summary>
    public double this[SampleProperty property] => property switch
    {
        SampleProperty.Mean => _raw.Mean,
        SampleProperty.Minimum => _raw.Minimum,
        SampleProperty.Maximum => _raw.Maximum,
        _ when _target.Count == 0 => double.NaN,
        SampleProperty.TargetMean => _target.Mean,
        SampleProperty.TargetMinimum => _target.Minimum,
        SampleProperty.TargetMaximum => _target.Maximum,
        SampleProperty.Difference => _difference,
        SampleProperty.DifferenceTimesRange => _difference * _rawRange,
        _ => _difference * _targetRange,
    };

    /// <summary>Measures whole images, with one band of rows in memory.</summary>
    /// <param name="raw">The raw image.</param>
    /// <param name="target">Its target, or <see langword="null"/> when nothing is asked of it.</param>
    /// <param name="normalization">The normalisation before measuring, each image by its own statistics, or <see langword="null"/>.</param>
    /// <exception cref="InputException">An image is damaged, or the two differ in size.</exception>
    public static SampleStatistics Measure(IImageSource raw, IImageSource? target, NormalizationSettings? normalization = null)
    {
        if (target is not null && (raw.Height, raw.Width, raw.Channels) != (target.Height, target.Width, target.Channels))
        {
            throw new InputException($"{raw.Name} is {raw.Height} x {raw.Width} with {raw.Channels} channels but its target {target.Name} is {target.Height} x {target.Width} with {target.Channels}, " +
                "so FILTER_SAMPLES cannot compare them; both must show the same field at the same size.");
        }

        var statistics = new SampleStatistics();
        var (ofRaw, ofTarget) = (NormalizerOf(raw, normalization), target is null ? null : NormalizerOf(target, normalization));
        var rows = Math.Clamp(BandSamples / (raw.Width * raw.Channels), 1, raw.Height);
        var (rawBand, targetBand) = (new float[rows * raw.Width * raw.Channels], target is null ? [] : new float[rows * raw.Width * raw.Channels]);
        for (var first = 0; first < raw.Height; first += rows)
        {
            var count = Math.Min(rows, raw.Height - first);
            var samples = count * raw.Width * raw.Channels;
            Read(raw, first, count, rawBand.AsSpan(0, samples), ofRaw);
            if (target is not null)
                Read(target, first, count, targetBand.AsSpan(0, samples), ofTarget);
            statistics.Add(rawBand.AsSpan(0, samples), target is null ? [] : targetBand.AsSpan(0, samples));
        }

        (statistics._rawRange, statistics._targetRange) = (statistics._raw.Range, statistics._target.Range);
        return statistics;
    }

    /// <summary>Measures a patch of the images that these statistics are of; ranges stay those of the whole images.</summary>
    /// <param name="raw">The raw image's patch, normalised as the image was.</param>
    /// <param name="target">The target's patch, or nothing.</param>
    public SampleStatistics OfPatch(ReadOnlySpan<float> raw, ReadOnlySpan<float> target)
    {
        var patch = new SampleStatistics { _rawRange = _rawRange, _targetRange = _targetRange };
        patch.Add(raw, target);
        return patch;
    }

    private static Normalizer? NormalizerOf(IImageSource image, NormalizationSettings? settings) => settings is null ? null : Normalizer.For(image, settings);

    private static void Read(IImageSource image, int first, int count, Span<float> band, Normalizer? normalizer)
    {
        image.ReadRows(first, count, band);
        normalizer?.Apply(band);
    }

    private void Add(ReadOnlySpan<float> raw, ReadOnlySpan<float> target)
    {
        _raw.Add(raw);
        _target.Add(target);
        for (var i = 0; i < target.Length; i++)
            _difference += Math.Abs((double)raw[i] - target[i]);
    }
}
