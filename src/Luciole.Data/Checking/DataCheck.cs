using System.Diagnostics;
using Luciole.Data.Discovery;
using Luciole.Data.Loading;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;

namespace Luciole.Data.Checking;

/// <summary>
/// Decodes every image of a data set once, in several threads, before hours are spent on it. What is measured on the way is kept, decoded
/// images too while the cache has room: targets first, which more than one raw image may share. A record of earlier checks spares the
/// images that did not change since.
/// </summary>
/// <param name="images">Opens images and keeps decoded ones.</param>
/// <param name="settings">What is measured, and what becomes of damaged images.</param>
/// <param name="record">Images checked before; new ones are added.</param>
public sealed class DataCheck(ImageCache images, CheckSettings settings, CheckRecord record)
{
    private static readonly TimeSpan s_savingInterval = TimeSpan.FromMinutes(2);

    /// <summary>Checks the images of some samples, each once.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="progress">Told how many images of how many are done, in this thread.</param>
    /// <param name="cancellation">Stops the check; what was measured is recorded.</param>
    /// <exception cref="InputException">An image is damaged, and may not be left out.</exception>
    /// <exception cref="OperationCanceledException">The check was stopped.</exception>
    public CheckedImages Run(IReadOnlyList<Sample> samples, Action<int, int> progress, CancellationToken cancellation = default)
    {
        var paths = samples.Select(s => s.TargetPath).OfType<string>().Concat(samples.Select(s => s.RawPath)).Distinct(StringComparer.Ordinal).ToList();
        var sound = new Dictionary<string, CheckedImage>(StringComparer.Ordinal);
        var damaged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (record.Find(path) is { } known)
                sound[path] = known;
        }

        var unknown = paths.Where(path => !sound.ContainsKey(path)).ToArray();
        try
        {
            Read(unknown, sound, damaged, progress, cancellation);
        }
        catch (Exception)
        {
            record.TrySave();
            throw;
        }

        if (unknown.Length > 0)
            record.Save();
        return new CheckedImages(sound, damaged);
    }

    private void Read(
        string[] paths, Dictionary<string, CheckedImage> sound, Dictionary<string, string> damaged, Action<int, int> progress, CancellationToken cancellation)
    {
        var known = sound.Count;
        var results = new (FileStamp Stamp, CheckedImage? Image, string? Damage)[paths.Length];
        var work = new OrderedWork<int>([.. Enumerable.Repeat(1, paths.Length)], number => number, (_, number, _) => results[number] = ReadOne(paths[number]));
        var clock = Stopwatch.StartNew();
        foreach (var number in work.Run(settings.Workers, 4 * settings.Workers, cancellation))
        {
            var (stamp, image, damage) = results[number];
            if (image is null)
            {
                damaged[paths[number]] = damage!;
            }
            else
            {
                sound[paths[number]] = image;
                record.Add(paths[number], stamp, image);
            }

            progress(known + number + 1, known + paths.Length);
            if (clock.Elapsed < s_savingInterval)
                continue;
            record.TrySave();
            clock.Restart();
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private (FileStamp Stamp, CheckedImage? Image, string? Damage) ReadOne(string path)
    {
        // The stamp comes first: a file that changes while it is read is read again next time.
        var stamp = FileStamp.Of(path);
        try
        {
            using var image = images.Get(path);
            var padding = settings.ReflectToPatch ? ReflectPadding.ToPatch(image.Height, image.Width, settings.Patch) : null;
            return (stamp, new CheckedImage(new ImageSize(image.Height, image.Width, image.Channels), ImageStatistics.Measure(image, settings.Clip, padding)), null);
        }
        catch (InputException e) when (settings.SkipDamaged)
        {
            return (stamp, null, e.Message);
        }
    }
}
