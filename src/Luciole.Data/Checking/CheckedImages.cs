using Luciole.Data.Discovery;

namespace Luciole.Data.Checking;

/// <summary>What a check found: the images that can be read, with their statistics, and those that cannot.</summary>
/// <param name="Sound">The images that can be read, by path.</param>
/// <param name="Damaged">Why each of the others cannot, by path.</param>
public sealed record CheckedImages(IReadOnlyDictionary<string, CheckedImage> Sound, IReadOnlyDictionary<string, string> Damaged)
{
    /// <summary>The samples whose raw image and target can both be read, in their order, and every image that goes with the others.</summary>
    public (IReadOnlyList<Sample> Samples, IReadOnlyList<SkippedImage> Skipped) Keep(IReadOnlyList<Sample> samples)
    {
        var kept = samples.Where(IsSound).ToList();
        var used = kept.Select(sample => sample.TargetPath).ToHashSet(StringComparer.Ordinal);
        var skipped = new Dictionary<string, SkippedImage>(StringComparer.Ordinal);
        foreach (var sample in samples.Where(sample => !IsSound(sample)))
        {
            skipped.TryAdd(sample.RawPath, new SkippedImage(sample.RawPath, Damaged.GetValueOrDefault(sample.RawPath) ?? $"its target {sample.TargetPath} cannot be read"));
            if (sample.TargetPath is { } target && !used.Contains(target))
                skipped.TryAdd(target, new SkippedImage(target, Damaged.GetValueOrDefault(target) ?? "none of its raw images can be read"));
        }

        return (kept, [.. skipped.Values]);
    }

    private bool IsSound(Sample sample) => !Damaged.ContainsKey(sample.RawPath) && (sample.TargetPath is not { } target || !Damaged.ContainsKey(target));
}
