using Luciole.Data.Discovery;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Evaluation;

/// <summary>The images of a folder by their names without extension; a field's fluorescence is found for each of its planes.</summary>
public sealed class ImageNames
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Study, int Field, Organelle Organelle), string> _fields = [];

    /// <summary>Lists the folder, or, where it holds folders only (one a field of view, as for training), these.</summary>
    /// <exception cref="InputException">It is missing, or holds two images of one name.</exception>
    public ImageNames(string folder)
    {
        Folder = folder;
        foreach (var path in In(folder))
        {
            if (!_paths.TryAdd(ImageFolder.Stem(path), path))
                throw new InputException($"{folder}: holds {Path.GetRelativePath(folder, _paths[ImageFolder.Stem(path)])} and {Path.GetRelativePath(folder, path)}, which have one name, without their extensions; keep or rename one of them.");
            if (FieldImageName.TryParse(path) is { Organelle: { } organelle } name)
                _fields.TryAdd((name.Study, name.Field, organelle), path);
        }
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>All images, in natural order.</summary>
    public IEnumerable<string> Paths => _paths.Values;

    /// <summary>
    /// The image of the same name, whatever the extension; else the field's fluorescence (<c>image_7_Nucleus.ome.tiff</c> for
    /// <c>image_7_BF_z3.ome.tiff</c>); null when there is neither.
    /// </summary>
    public string? Match(string path, Organelle? organelle)
    {
        if (_paths.TryGetValue(ImageFolder.Stem(path), out var same))
            return same;
        return organelle is { } shown && FieldOf(path) is { } name ? _fields.GetValueOrDefault((name.Study, name.Field, shown)) : null;
    }

    internal static IReadOnlyList<string> In(string folder) =>
        ImageFolder.Images(folder) is { Count: > 0 } images ? images : [.. ImageFolder.Folders(folder).SelectMany(ImageFolder.Images)];

    // A prediction of a whole stack carries no plane: image_7_BF.
    internal static FieldImageName? FieldOf(string path) =>
        FieldImageName.TryParse(ImageFolder.Stem(path) + ".tif") ?? (FieldImageName.TryParse(ImageFolder.Stem(path) + "_z0.tif") is { } stack ? stack with { Z = null } : null);
}
