using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>
/// Which files of the output folder a preparation put there, and from where: the only ones that a later preparation may remove. It is
/// written before the files are made, so that it names at least all there are, whenever a run ends.
/// </summary>
internal static class TreeManifest
{
    private const string Head = "Luciole: files of this folder that 'luciole prepare' made. Do not edit.";

    /// <summary>The source of every file, by its path relative to the output folder; empty where no preparation was.</summary>
    /// <exception cref="InputException">The manifest is damaged, or names files outside the folders of a preparation.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path))
            return sources;
        var lines = File.ReadAllLines(path);
        if (lines.FirstOrDefault() != Head)
            throw Damaged(path);
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split('\t');
            if (cells.Length < 2)
                throw Damaged(path);
            foreach (var destination in cells.Skip(1))
                sources[IsInside(destination) ? destination : throw Damaged(path)] = cells[0];
        }

        return sources;
    }

    /// <summary>Writes the manifest of these images.</summary>
    public static void Write(string path, IEnumerable<PreparedImage> images)
    {
        using var file = new AtomicFile(path);
        using (var writer = new StreamWriter(file.Stream, leaveOpen: true))
        {
            writer.Write(Head + "\n");
            foreach (var image in images.Where(image => image.Destinations.Count > 0))
                writer.Write($"{image.Source}\t{string.Join('\t', image.Destinations)}\n");
        }

        file.Commit();
    }

    // What is listed will be deleted one day, so nothing but what a preparation makes may be listed.
    private static bool IsInside(string destination)
    {
        var parts = destination.Split('/');
        return parts.Length > 2 && PreparedTree.Roots.Contains(parts[0], StringComparer.Ordinal) && !parts.Any(part => part is "" or "." or "..");
    }

    private static InputException Damaged(string path) =>
        new($"{path}: is not the list that a preparation writes; choose another folder for --out, or remove this one.");
}
