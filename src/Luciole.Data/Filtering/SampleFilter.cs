using Luciole.Data.Discovery;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Filtering;

/// <summary>
/// Leaves samples out by their intensities (<c>FILTER_SAMPLES</c>): a sample goes when every condition of one of the groups holds.
/// </summary>
/// <param name="groups">The groups of conditions.</param>
/// <param name="normalization">The normalisation before judging (<c>NORM_BEFORE</c>), or <see langword="null"/>.</param>
public sealed class SampleFilter(IReadOnlyList<IReadOnlyList<FilterCondition>> groups, NormalizationSettings? normalization = null)
{
    /// <summary>Whether targets have to be read.</summary>
    public bool NeedsTarget { get; } = groups.Any(group => group.Any(condition => condition.NeedsTarget));

    /// <summary>Judges every sample by its whole image.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="open">Opens an image, as it lies on the disk.</param>
    /// <param name="keepDamaged">Whether samples that cannot be judged are kept, so that they are reported where they are used.</param>
    /// <exception cref="InputException">An image is damaged, or a target that is asked for is missing or of another size.</exception>
    public FilteredSamples Keep(IReadOnlyList<Sample> samples, Func<string, IImageSource> open, bool keepDamaged = false)
    {
        var kept = new List<Sample>();
        var leftOut = new List<(Sample, string)>();
        foreach (var sample in samples)
        {
            string? reason = null;
            try
            {
                using var raw = open(sample.RawPath);
                using var target = TargetOf(sample, open);
                reason = ReasonAgainst(SampleStatistics.Measure(raw, target, normalization));
            }
            catch (InputException) when (keepDamaged)
            {
                // Kept.
            }

            if (reason is null)
                kept.Add(sample);
            else
                leftOut.Add((sample, reason));
        }

        return new FilteredSamples(kept, leftOut);
    }

    /// <summary>Judges the patches of one sample, each by itself; their numbers in the grid.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="open">Opens an image, as it lies on the disk.</param>
    /// <param name="grid">Its patches, of the image after <paramref name="padding"/>.</param>
    /// <param name="padding">The reflection to the patch size, or <see langword="null"/>.</param>
    /// <exception cref="InputException">An image is damaged, or a target that is asked for is missing or of another size.</exception>
    public IReadOnlyList<int> KeptPatches(Sample sample, Func<string, IImageSource> open, PatchGrid grid, ReflectPadding? padding = null)
    {
        using var raw = open(sample.RawPath);
        using var target = TargetOf(sample, open);
        var whole = SampleStatistics.Measure(raw, target, normalization);
        var (readRaw, readTarget) = (PatchesOf(raw, grid, padding), target is null ? null : PatchesOf(target, grid, padding));
        return [.. Enumerable.Range(0, grid.Count).Where(patch => ReasonAgainst(whole.OfPatch(readRaw(patch), readTarget is null ? [] : readTarget(patch))) is null)];
    }

    /// <summary>Why a sample is left out, or <see langword="null"/> when it stays.</summary>
    public string? ReasonAgainst(SampleStatistics statistics)
    {
        var group = groups.FirstOrDefault(g => g.All(condition => condition.Holds(statistics)));
        return group is null ? null : string.Join(" and ", group.Select(condition => condition.Explain(statistics)));
    }

    private IImageSource? TargetOf(Sample sample, Func<string, IImageSource> open)
    {
        if (!NeedsTarget)
            return null;
        return sample.TargetPath is { } path
            ? open(path)
            : throw new InputException($"{sample.RawPath}: has no target, but FILTER_SAMPLES.PROPS asks for its intensities; give targets, or use mean, min and max only.");
    }

    private Func<int, float[]> PatchesOf(IImageSource image, PatchGrid grid, ReflectPadding? padding)
    {
        var reader = new PatchReader(image, grid, padding);
        var normalizer = normalization is null ? null : Normalizer.For(image, normalization);
        return patch =>
        {
            var samples = new float[reader.PatchSamples];
            reader.Read(patch, samples);
            normalizer?.Apply(samples);
            return samples;
        };
    }
}
