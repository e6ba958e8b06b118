using System.Collections.Concurrent;
using Luciole.Data.Augmentation;
using Luciole.Data.Discovery;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Data.RandomStreams;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Loading;

/// <summary>
/// Makes the batches of an epoch: reads raw and target, completes both by reflection, cuts a patch, normalises each with its own
/// image's statistics, augments. Everything random is named by (seed, epoch, sample, patch), so batches do not depend on threads.
/// </summary>
public sealed class SampleLoader
{
    private readonly IReadOnlyList<Sample> _samples;
    private readonly LoaderSettings _settings;
    private readonly ImageCache _cache;
    private readonly ConcurrentDictionary<string, Normalizer> _normalizers = new(StringComparer.Ordinal);
    private readonly int[] _patchCounts;
    private readonly int[][] _units;

    /// <summary>Opens every file once to learn its size, and checks that raws and targets fit.</summary>
    /// <param name="samples">At least one sample.</param>
    /// <param name="open">Opens an image.</param>
    /// <param name="settings">What to do with them.</param>
    /// <exception cref="InputException">There is no sample, sizes differ, or an image is smaller than the patch and may not be reflected.</exception>
    public SampleLoader(IReadOnlyList<Sample> samples, Func<string, IImageSource> open, LoaderSettings settings)
    {
        if (samples.Count == 0)
            throw new InputException("There are no samples to load; check DATA.TRAIN.PATH and DATA.VAL.PATH.");
        if (settings.BatchSize < 1)
            throw new InputException($"TRAIN.BATCH_SIZE: {settings.BatchSize} is not a batch; give at least 1.");
        _samples = samples;
        _settings = settings;
        _cache = new ImageCache(open, settings.CacheBytes);
        _patchCounts = [.. SampleSizes.Check(samples, open, settings.Channels, settings.Channels).Select((size, i) => PatchCount(samples[i].RawPath, size))];
        _units = [.. Enumerable.Range(0, samples.Count).GroupBy(i => samples[i].Unit, StringComparer.Ordinal).Select(group => group.ToArray())];
    }

    /// <summary>Patches in the first epoch; the same in all of them when the raws of each target are equally large.</summary>
    public int PatchesPerEpoch => Plan(0).Length;

    /// <summary>Batches in the first epoch.</summary>
    public int BatchesPerEpoch => (PatchesPerEpoch + _settings.BatchSize - 1) / _settings.BatchSize;

    /// <summary>The batches of an epoch, made ahead by a background thread.</summary>
    /// <exception cref="InputException">A file is damaged; thrown where its batch would have come.</exception>
    public IEnumerable<TrainingBatch> Epoch(int epoch) => PrefetchQueue.Run(Batches(epoch), _settings.Prefetch);

    /// <summary>Averages the intensities of all targets, to be stored with the weights.</summary>
    /// <exception cref="InputException">There is no target, or a file is damaged.</exception>
    public TargetStatistics MeasureTargets() =>
        TargetStatistics.Of([.. _samples.Select(sample => sample.TargetPath).OfType<string>().Distinct(StringComparer.Ordinal).Select(path =>
        {
            using var image = _cache.Get(path);
            return NormalizerOf(path, image, PaddingOf(image.Height, image.Width));
        })]);

    private IEnumerable<TrainingBatch> Batches(int epoch) =>
        Plan(epoch).Chunk(_settings.BatchSize).Select(items => BatchBuilder.Build([.. items.Select(item => Load(epoch, item.Sample, item.Patch))], _settings.Patch));

    /// <summary>Which patches make up an epoch, in order.</summary>
    private (int Sample, int Patch)[] Plan(int epoch)
    {
        var chosen = _settings.RawsPerTarget == RawsPerTarget.All
            ? _units.SelectMany(unit => unit)
            : _units.Select((unit, number) => unit[new SampleRandom(_settings.Seed, epoch, -2, number).NextInt(unit.Length)]);
        var plan = chosen.SelectMany(sample => Enumerable.Range(0, _patchCounts[sample]).Select(patch => (sample, patch))).ToArray();
        if (_settings.Shuffle)
            new SampleRandom(_settings.Seed, epoch, -1).Shuffle(plan.AsSpan());
        return plan;
    }

    private LoadedPatch Load(int epoch, int index, int patch)
    {
        var random = new SampleRandom(_settings.Seed, epoch, index, patch);
        var pair = PairOf(index, patch, random);
        _settings.Augmentation?.Apply(pair, random);
        return new LoadedPatch(_samples[index], pair.Image, pair.Target);
    }

    private AugmentedPair PairOf(int index, int patch, SampleRandom random)
    {
        var sample = _samples[index];
        PatchBox? box = null;
        var raw = Cut(sample.RawPath, patch, random, ref box);
        var target = sample.TargetPath is { } path ? Cut(path, patch, random, ref box) : null;
        return new AugmentedPair(raw, target, _settings.Patch.Height, _settings.Patch.Width) { DrawAnother = DrawAny };
    }

    // What mixes two samples (CutMix) takes the other one from the whole set, before augmentation.
    private AugmentedPair DrawAny(SampleRandom random)
    {
        var index = random.NextInt(_samples.Count);
        return PairOf(index, random.NextInt(_patchCounts[index]), random);
    }

    private float[] Cut(string path, int patch, SampleRandom random, ref PatchBox? box)
    {
        using var image = _cache.Get(path);
        var padding = PaddingOf(image.Height, image.Width);
        var grid = GridOf(path, padding);
        box ??= Choose(grid, patch, random);
        var reader = new PatchReader(image, grid, padding);
        var values = new float[reader.PatchSamples];
        reader.Read(box.Value, values);
        var normalizer = _settings.Normalization.MeasureBy == MeasureBy.Patch
            ? Normalizer.For(values, image.SampleType, _settings.Normalization, path)
            : NormalizerOf(path, image, padding);
        normalizer.Apply(values);
        return values;
    }

    private PatchBox Choose(PatchGrid grid, int patch, SampleRandom random)
    {
        if (_settings.Choice != PatchChoice.Random)
            return grid[patch];
        var left = random.NextInt(grid.Width - grid.Patch.Width + 1);
        var top = random.NextInt(grid.Height - grid.Patch.Height + 1);
        return new PatchBox(top, top + grid.Patch.Height, left, left + grid.Patch.Width);
    }

    private Normalizer NormalizerOf(string path, IImageSource image, ReflectPadding padding) =>
        _normalizers.TryGetValue(path, out var known) ? known : _normalizers.GetOrAdd(path, Normalizer.For(image, _settings.Normalization, padding));

    private int PatchCount(string path, ImageSize size)
    {
        var grid = GridOf(path, PaddingOf(size.Height, size.Width));
        return _settings.Choice == PatchChoice.Grid ? grid.Count : 1;
    }

    private ReflectPadding PaddingOf(int height, int width) => _settings.ReflectToPatch
        ? ReflectPadding.ToPatch(height, width, _settings.Patch)
        : ReflectPadding.None(height, width);

    private PatchGrid GridOf(string path, ReflectPadding padding)
    {
        if (padding.PaddedHeight < _settings.Patch.Height || padding.PaddedWidth < _settings.Patch.Width)
        {
            throw new InputException($"{path}: {padding.Height} x {padding.Width} pixels are smaller than the patch of {_settings.Patch}; " +
                "set DATA.REFLECT_TO_COMPLETE_SHAPE to True or reduce DATA.PATCH_SIZE.");
        }

        var layout = _settings.Choice == PatchChoice.Grid ? _settings.Layout : PatchLayout.Plain;
        return new PatchGrid(padding.PaddedHeight, padding.PaddedWidth, _settings.Patch, layout);
    }
}
