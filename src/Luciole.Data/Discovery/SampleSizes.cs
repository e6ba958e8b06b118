using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Discovery;

/// <summary>Checks, from the headers alone, that raws and targets fit each other before hours are spent on them.</summary>
public static class SampleSizes
{
    /// <summary>Opens every file once and says how large each raw is, in the order of the samples.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="open">Opens an image.</param>
    /// <param name="channels">Channels that every raw must have, or <see langword="null"/> for those of the first.</param>
    /// <param name="targetChannels">Channels that every target must have, or <see langword="null"/> for those of the first.</param>
    /// <exception cref="InputException">A raw and its target differ in height or width, or images differ in channels.</exception>
    public static IReadOnlyList<ImageSize> Check(IEnumerable<Sample> samples, Func<string, IImageSource> open, int? channels = null, int? targetChannels = null) =>
        Check(samples, path => SizeOf(path, open), channels, targetChannels);

    /// <summary>The same with sizes that are known.</summary>
    /// <inheritdoc cref="Check(IEnumerable{Sample}, Func{string, IImageSource}, int?, int?)"/>
    public static IReadOnlyList<ImageSize> Check(IEnumerable<Sample> samples, Func<string, ImageSize> sizeOf, int? channels = null, int? targetChannels = null)
    {
        var targets = new Dictionary<string, ImageSize>(StringComparer.Ordinal);
        var raws = new List<ImageSize>();
        string? firstTarget = null;
        foreach (var sample in samples)
        {
            var raw = sizeOf(sample.RawPath);
            raws.Add(raw);
            channels ??= raw.Channels;
            if (raw.Channels != channels)
                throw new InputException($"{sample.RawPath}: has {raw.Channels} channels, {channels} were expected; change DATA.PATCH_SIZE or leave the image out.");
            if (sample.TargetPath is not { } path)
                continue;
            if (!targets.TryGetValue(path, out var target))
                targets[path] = target = sizeOf(path);
            firstTarget ??= path;
            if (target.Channels != (targetChannels ?? targets[firstTarget].Channels))
            {
                throw new InputException(targetChannels is null
                    ? $"{path}: has {target.Channels} channels but {firstTarget} has {targets[firstTarget].Channels}; all targets need the same number."
                    : $"{path}: has {target.Channels} channels, {targetChannels} were expected; change DATA.PATCH_SIZE or save the target with as many.");
            }

            if ((raw.Height, raw.Width) != (target.Height, target.Width))
            {
                throw new InputException($"{sample.RawPath} is {raw.Height} x {raw.Width} pixels but its target {path} is {target.Height} x {target.Width}; " +
                    "both must show the same field at the same size.");
            }
        }

        return raws;
    }

    private static ImageSize SizeOf(string path, Func<string, IImageSource> open)
    {
        using var image = open(path);
        return new ImageSize(image.Height, image.Width, image.Channels);
    }
}
