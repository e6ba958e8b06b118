namespace Luciole.Data.Discovery;

/// <summary>
/// File names of predictions, all in one folder: the input's name with its extension replaced by <c>.tif</c>. Where several inputs
/// would get one name, each of them carries the name of its folder in front (as many folders as it takes), so that nothing is
/// overwritten whatever the case rules of the file system.
/// </summary>
public static class OutputNames
{
    /// <summary>One name for each input, in their order.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<string> inputPaths)
    {
        var parts = inputPaths.Select(path => Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var depth = new int[parts.Length];
        var names = parts.Select(p => Name(p, 0)).ToArray();
        while (Colliding(names).Where(i => depth[i] < parts[i].Length - 1).ToList() is { Count: > 0 } colliding)
        {
            foreach (var i in colliding)
                names[i] = Name(parts[i], ++depth[i]);
        }

        // What still collides differs in its extension only.
        foreach (var i in Colliding(names).ToList())
            names[i] = Path.GetFileNameWithoutExtension(names[i]) + Path.GetExtension(parts[i][^1]).Replace('.', '_') + ".tif";
        MakeUnique(names);
        return names;
    }

    private static string Name(string[] parts, int depth)
    {
        var file = parts[^1];
        var stem = ImageFolder.IsImage(file) ? Path.GetFileNameWithoutExtension(file) : file;
        return string.Join('_', [.. parts[(parts.Length - 1 - depth)..^1], stem]) + ".tif";
    }

    private static IEnumerable<int> Colliding(string[] names) => names
        .Select((name, index) => (name, index))
        .GroupBy(n => n.name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group.Select(n => n.index));

    private static void MakeUnique(string[] names)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            for (var number = 2; !taken.Add(name); number++)
                name = $"{Path.GetFileNameWithoutExtension(names[i])}_{number}.tif";
            names[i] = name;
        }
    }
}
