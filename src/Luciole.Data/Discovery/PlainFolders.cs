using Luciole.Files;

namespace Luciole.Data.Discovery;

/// <summary>A folder of raw images and a folder of targets, one for one.</summary>
public static class PlainFolders
{
    /// <summary>Raw images without targets.</summary>
    /// <exception cref="InputException">The folder is missing or holds no image.</exception>
    public static SampleList Read(string rawFolder) =>
        new([.. ImageFolder.RequireImages(rawFolder).Select(raw => new Sample(raw, null, raw))], []);

    /// <summary>
    /// Pairs raws and targets by name (without extension). Where no name occurs in both folders and the counts agree, they are
    /// paired in natural order, with a note.
    /// </summary>
    /// <exception cref="InputException">A folder is missing or empty, or some image has no partner.</exception>
    public static SampleList Read(string rawFolder, string targetFolder)
    {
        var raws = ImageFolder.RequireImages(rawFolder);
        var targets = ImageFolder.RequireImages(targetFolder);
        var targetOf = ByStem(targets);
        var rawOf = ByStem(raws);
        var common = rawOf.Keys.Count(targetOf.ContainsKey);
        if (common == 0 && raws.Count == targets.Count)
        {
            var note = $"{rawFolder} and {targetFolder} have no file name in common; images were paired in natural order, " +
                $"{Path.GetFileName(raws[0])} with {Path.GetFileName(targets[0])} and so on.";
            return new SampleList([.. raws.Zip(targets, (raw, target) => new Sample(raw, target, raw))], raws.Count > 1 ? [note] : []);
        }

        if (common == 0)
            throw new InputException($"{rawFolder} holds {raws.Count} images and {targetFolder} {targets.Count}, with no file name in common; give every raw image a target of the same name.");
        RequirePartners(raws, targetOf, targetFolder);
        RequirePartners(targets, rawOf, rawFolder);
        return new SampleList([.. raws.Select(raw => new Sample(raw, targetOf[ImageFolder.Stem(raw)], raw))], []);
    }

    private static Dictionary<string, string> ByStem(IReadOnlyList<string> images)
    {
        var byStem = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            if (!byStem.TryAdd(ImageFolder.Stem(image), image))
                throw new InputException($"{image}: has the same name as {Path.GetFileName(byStem[ImageFolder.Stem(image)])} but for the extension; remove one of them.");
        }

        return byStem;
    }

    private static void RequirePartners(IReadOnlyList<string> images, Dictionary<string, string> partners, string partnerFolder)
    {
        var alone = images.Where(image => !partners.ContainsKey(ImageFolder.Stem(image))).ToList();
        if (alone.Count > 0)
            throw new InputException($"{alone[0]}: has no image of the same name in {partnerFolder}{Others(alone.Count - 1)}; add it or remove this one.");
    }

    private static string Others(int count) => count switch
    {
        0 => "",
        1 => " (nor has one other)",
        _ => $" (nor have {count} others)",
    };
}
