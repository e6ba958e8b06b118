using Luciole.Data.Discovery;
using Luciole.Files;

namespace Luciole.Data.Studies;

/// <summary>One experiment of the LightMyCells challenge: a folder <c>Study_n</c> of images.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Fields">Its fields of view by number.</param>
/// <param name="Strangers">Images in the folder whose names say nothing.</param>
public sealed record Study(string Name, IReadOnlyList<FieldOfView> Fields, IReadOnlyList<string> Strangers)
{
    /// <summary>Reads a study's folder. Only names are looked at, so this is fast for tens of thousands of files.</summary>
    /// <exception cref="InputException">The folder is missing, or two files claim to be the same image.</exception>
    public static Study Read(string folder) => Of(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), ImageFolder.Images(folder));

    /// <summary>Sorts files into fields of view by their names; a path given twice counts once.</summary>
    /// <exception cref="InputException">Two files claim to be the same image.</exception>
    public static Study Of(string name, IEnumerable<string> paths)
    {
        var named = paths.Distinct(StringComparer.Ordinal).Select(path => (Path: path, Name: FieldImageName.TryParse(path))).ToList();
        var fields = named
            .Where(file => file.Name is not null)
            .GroupBy(file => file.Name!.Field)
            .OrderBy(group => group.Key)
            .Select(group => FieldOf(group.Key, [.. group.Select(file => (file.Path, file.Name!))]));
        return new Study(name, [.. fields], [.. named.Where(file => file.Name is null).Select(file => file.Path)]);
    }

    private static FieldOfView FieldOf(int number, IReadOnlyList<(string Path, FieldImageName Name)> files)
    {
        foreach (var same in files.GroupBy(file => file.Name with { Study = null }).Where(group => group.Count() > 1))
        {
            var (first, second) = (same.First().Path, same.Skip(1).First().Path);
            throw new InputException($"{first} and {second} claim to be the same image; remove one of them.");
        }

        var planes = files
            .Where(file => file.Name.Modality is not null)
            .Select(file => new FieldPlane(file.Name.Modality!.Value, file.Name.Z!.Value, file.Path))
            .OrderBy(plane => plane.Modality)
            .ThenBy(plane => plane.Z);
        var targets = files.Where(file => file.Name.Organelle is not null).ToDictionary(file => file.Name.Organelle!.Value, file => file.Path);
        return new FieldOfView(number, [.. planes], targets);
    }
}
