using System.Collections.Concurrent;
using Luciole.Data.Augmentation;
using Luciole.Data.Checking;
using Luciole.Data.Discovery;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Data.RandomStreams;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Loading;

/// <summary>
/// Cuts patches out of samples: reads raw and target, completes both by reflection, cuts them at the same place, normalises each with its
/// own image's statistics. Safe for several threads.
/// </summary>
internal sealed class PatchSource
{
    private readonly IReadOnlyList<Sample> _samples;
    private readonly ImageCache _images;
    private readonly LoaderSettings _settings;
    private readonly IReadOnlyDictionary<string, CheckedImage>? _known;
    private readonly ConcurrentDictionary<string, Lazy<Normalizer>> _normalizers = new(StringComparer.Ordinal);

    /// <summary>Counts the patches of every sample.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="sizes">The sizes of their raw images.</param>
    /// <param name="images">Where images come from.</param>
    /// <param name="settings">How patches are cut and normalised.</param>
    /// <param name="known">Images whose statistics are known by their path; others are measured when they are used first.</param>
    /// <exception cref="InputException">An image is smaller than the patch and may not be reflected.</exception>
    public PatchSource(
        IReadOnlyList<Sample> samples, IReadOnlyList<ImageSize> sizes, ImageCache images, LoaderSettings settings, IReadOnlyDictionary<string, CheckedImage>? known)
    {
        (_samples, _images, _settings, _known) = (samples, images, settings, known);
        Counts = [.. samples.Select((sample, i) => PatchCount(sample.RawPath, sizes[i]))];
    }

    /// <summary>Patches of each sample.</summary>
    public int[] Counts { get; }

    /// <summary>The sample and its patch that stand at a place among all patches in order.</summary>
    public (int Sample, int Patch) Find(int position)
    {
        var sample = 0;
        for (; position >= Counts[sample]; sample++)
            position -= Counts[sample];
        return (sample, position);
    }

    /// <summary>A patch of a sample, normalised and not augmented.</summary>
    /// <exception cref="InputException">A file is damaged.</exception>
    public AugmentedPair Read(int index, int patch, SampleRandom random)
    {
        var sample = _samples[index];
        PatchBox? box = null;
        var raw = Cut(sample.RawPath, patch, random, ref box);
        var target = sample.TargetPath is { } path ? Cut(path, patch, random, ref box) : null;
        return new AugmentedPair(raw, target, _settings.Patch.Height, _settings.Patch.Width) { DrawAnother = ReadAny };
    }

    /// <summary>The normalisation of a whole image.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    public Normalizer NormalizerOf(string path)
    {
        if (_known is not null && _known.TryGetValue(path, out var known))
            return Normalizer.For(known.Statistics, _settings.Normalization);
        if (_normalizers.TryGetValue(path, out var measured))
            return measured.Value;

        // Of threads that ask at once one measures; the others wait, also the one whose opened image is measured.
        using var image = _images.Get(path);
        var padding = PaddingOf(image.Height, image.Width);
        return _normalizers.GetOrAdd(path, _ => new Lazy<Normalizer>(() => Normalizer.For(image, _settings.Normalization, padding))).Value;
    }

    // What mixes two samples (CutMix) takes the other one from the whole set, before augmentation.
    private AugmentedPair ReadAny(SampleRandom random)
    {
        var index = random.NextInt(_samples.Count);
        return Read(index, random.NextInt(Counts[index]), random);
    }

    private float[] Cut(string path, int patch, SampleRandom random, ref PatchBox? box)
    {
        using var image = _images.Get(path);
        var padding = PaddingOf(image.Height, image.Width);
        var grid = GridOf(path, padding);
        box ??= Choose(grid, patch, random);
        var reader = new PatchReader(image, grid, padding);
        var values = GC.AllocateUninitializedArray<float>(reader.PatchSamples);
        reader.Read(box.Value, values);
        var normalizer = _settings.Normalization.MeasureBy == MeasureBy.Patch
            ? Normalizer.For(values, image.SampleType, _settings.Normalization, path)
            : NormalizerOf(path);
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
