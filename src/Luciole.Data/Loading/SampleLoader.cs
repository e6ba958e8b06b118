using Luciole.Data.Checking;
using Luciole.Data.Discovery;
using Luciole.Data.Normalization;
using Luciole.Data.RandomStreams;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Loading;

/// <summary>
/// Makes the batches of an epoch: patches of raw and target, normalised and augmented. Everything random is named by (seed, epoch, sample,
/// patch), so batches depend neither on the number of threads nor on where in an epoch one begins.
/// </summary>
public sealed class SampleLoader
{
    private readonly IReadOnlyList<Sample> _samples;
    private readonly LoaderSettings _settings;
    private readonly PatchSource _patches;
    private readonly EpochPlan _plan;
    private readonly int _rawChannels;
    private readonly int _targetChannels;

    /// <summary>Opens every file once to learn its size, and checks that raws and targets fit. Decoded images are kept for this loader alone.</summary>
    /// <param name="samples">At least one sample.</param>
    /// <param name="open">Opens an image.</param>
    /// <param name="settings">What to do with them.</param>
    /// <exception cref="InputException">There is no sample, sizes differ, or an image is smaller than the patch and may not be reflected.</exception>
    public SampleLoader(IReadOnlyList<Sample> samples, Func<string, IImageSource> open, LoaderSettings settings)
        : this(samples, new ImageCache(open, settings.CacheBytes), settings)
    {
    }

    /// <summary>Checks that raws and targets fit.</summary>
    /// <param name="samples">At least one sample.</param>
    /// <param name="images">Opens images and keeps decoded ones; several loaders may share it.</param>
    /// <param name="settings">What to do with them.</param>
    /// <param name="known">Images whose size and statistics are known by their path; others are opened for their size, and measured when they are used first.</param>
    /// <exception cref="InputException">There is no sample, sizes differ, or an image is smaller than the patch and may not be reflected.</exception>
    public SampleLoader(IReadOnlyList<Sample> samples, ImageCache images, LoaderSettings settings, IReadOnlyDictionary<string, CheckedImage>? known = null)
    {
        if (samples.Count == 0)
            throw new InputException("There are no samples to load; check DATA.TRAIN.PATH and DATA.VAL.PATH.");
        if (settings.BatchSize < 1)
            throw new InputException($"TRAIN.BATCH_SIZE: {settings.BatchSize} is not a batch; give at least 1.");
        if (samples.FirstOrDefault(s => s.TargetPath is null != samples[0].TargetPath is null) is { } odd)
            throw new InputException($"{odd.RawPath}: some samples have a target and others none; give all of them one or none.");
        _samples = samples;
        _settings = settings;
        ImageSize SizeOf(string path) => known is not null && known.TryGetValue(path, out var image) ? image.Size : images.SizeOf(path);
        var sizes = SampleSizes.Check(samples, SizeOf, settings.Channels, settings.Channels);
        _patches = new PatchSource(samples, sizes, images, settings, known);
        _plan = new EpochPlan(samples, _patches.Counts, settings.RawsPerTarget, settings.Shuffle, settings.Seed);
        _rawChannels = sizes[0].Channels;
        _targetChannels = samples[0].TargetPath is { } target ? SizeOf(target).Channels : 0;
    }

    /// <summary>Patches in every epoch.</summary>
    public int PatchesPerEpoch => _plan.Count;

    /// <summary>Batches in every epoch.</summary>
    public int BatchesPerEpoch => (PatchesPerEpoch + _settings.BatchSize - 1) / _settings.BatchSize;

    /// <summary>The batches of an epoch, made ahead by background threads, which end with the loop that uses them, however it ends.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="firstBatch">Where to begin; what comes before is not made.</param>
    /// <param name="cancellation">Ends the sequence early.</param>
    /// <exception cref="InputException">A file is damaged; thrown where its batch would have come.</exception>
    public IEnumerable<TrainingBatch> Epoch(int epoch, int firstBatch = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        var wholes = _plan.Of(epoch).Chunk(_settings.BatchSize).Skip(firstBatch).ToArray();
        var parts = Array.ConvertAll(wholes, _settings.Share.Of);
        var work = new OrderedWork<BatchAssembly>(
            [.. parts.Select(part => part.Part.Count)],
            number => new BatchAssembly(parts[number].Part.Count, _settings.Patch, _rawChannels, _targetChannels),
            (batch, number, place) => batch.Put(place, Load(epoch, parts[number].Part[place])));
        return work.Run(_settings.Prefetch == 0 ? 0 : _settings.Workers, _settings.Prefetch, cancellation)
            .Select((batch, number) => batch.ToBatch() with { First = parts[number].Part.Offset, WholeCount = wholes[number].Length, IsCounted = parts[number].IsCounted });
    }

    /// <summary>Averages the intensities of all targets, to be stored with the weights.</summary>
    /// <exception cref="InputException">There is no target, or a file is damaged.</exception>
    public TargetStatistics MeasureTargets() =>
        TargetStatistics.Of([.. _samples.Select(sample => sample.TargetPath).OfType<string>().Distinct(StringComparer.Ordinal).Select(_patches.NormalizerOf)]);

    /// <summary>Patches drawn at random, each as it is and augmented, to look at; the same ones each time. Augmentation is drawn as in no epoch.</summary>
    /// <param name="count">How many.</param>
    /// <param name="drawGrid">Whether lines are drawn on the patch before it is augmented.</param>
    /// <exception cref="InputException">A file is damaged.</exception>
    public IEnumerable<AugmentationExample> Examples(int count, bool drawGrid)
    {
        const int noEpoch = -1;
        for (var i = 0; i < count; i++)
        {
            var position = new SampleRandom(_settings.Seed, noEpoch, -3, i).NextInt(_patches.Counts.Sum());
            var (sample, patch) = _patches.Find(position);
            var original = _patches.Read(sample, patch, new SampleRandom(_settings.Seed, noEpoch, i));
            var random = new SampleRandom(_settings.Seed, noEpoch, i);
            var augmented = _patches.Read(sample, patch, random);
            if (drawGrid)
            {
                GridLines.Draw(augmented.Image, augmented.Width, _rawChannels);
                GridLines.Draw(augmented.Target, augmented.Width, Math.Max(1, _targetChannels));
            }

            _settings.Augmentation?.Apply(augmented, random);
            yield return new AugmentationExample(_samples[sample], position, original, augmented);
        }
    }

    private LoadedPatch Load(int epoch, PlannedPatch patch)
    {
        var random = new SampleRandom(_settings.Seed, epoch, patch.Sample, patch.Draw);
        var pair = _patches.Read(patch.Sample, patch.Patch, random);
        _settings.Augmentation?.Apply(pair, random);
        return new LoadedPatch(_samples[patch.Sample], pair.Image, pair.Target);
    }
}
