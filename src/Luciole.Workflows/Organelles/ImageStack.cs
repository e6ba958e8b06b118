using System.Globalization;
using System.Text.RegularExpressions;
using Luciole.Files;

namespace Luciole.Workflows.Organelles;

/// <summary>What one prediction is made of: a file (with all its planes, if it has some), or files <c>..._z0.tif</c>, <c>..._z1.tif</c> of one stack.</summary>
/// <param name="Name">Names the output: the file's path, for several files without the plane.</param>
/// <param name="Files">The files by plane.</param>
public sealed partial record ImageStack(string Name, IReadOnlyList<string> Files)
{
    /// <summary>Arranges files.</summary>
    /// <param name="files">Image files in the order wanted.</param>
    /// <param name="focus">With <see cref="StackFocus.All"/> every file stays by itself.</param>
    /// <exception cref="InputException">Two files are the same plane.</exception>
    public static IReadOnlyList<ImageStack> Of(IReadOnlyList<string> files, StackFocus focus)
    {
        if (focus == StackFocus.All)
            return [.. files.Select(file => new ImageStack(file, [file]))];
        return [.. files
            .Select(file => (File: file, Place: PlaceOf(file)))
            .GroupBy(f => f.Place?.Stack ?? f.File, StringComparer.Ordinal)
            .Select(group => new ImageStack(group.Key, Ordered([.. group])))];
    }

    private static string[] Ordered(IReadOnlyList<(string File, (string Stack, long Plane)? Place)> files)
    {
        foreach (var same in files.GroupBy(f => f.Place?.Plane).Where(g => g.Count() > 1).Select(g => g.ToList()))
            throw new InputException($"{same[0].File} and {same[1].File} both claim to be plane {same[0].Place?.Plane} of one stack; remove one of them.");
        return [.. files.OrderBy(f => f.Place?.Plane).Select(f => f.File)];
    }

    private static (string Stack, long Plane)? PlaceOf(string path)
    {
        var match = PlanePattern().Match(Path.GetFileName(path));
        if (!match.Success || !long.TryParse(match.Groups["plane"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var plane))
            return null;
        return (Path.Combine(Path.GetDirectoryName(path) ?? "", match.Groups["stem"].Value + match.Groups["extension"].Value), plane);
    }

    [GeneratedRegex(@"^(?<stem>.+)_z(?<plane>\d+)(?<extension>(?:\.ome)?\.(?:tiff?|npy))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlanePattern();
}
