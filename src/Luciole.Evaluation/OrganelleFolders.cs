using Luciole.Data.Discovery;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Evaluation;

/// <summary>
/// Where the images of each organelle lie below a folder: in the challenge's container layout,
/// <c>[images/]nucleus-fluorescence-ome-tiff/</c> and so on, in folders <c>nucleus/</c> as predictions are written, or all in the folder
/// itself when they show one organelle.
/// </summary>
public static class OrganelleFolders
{
    /// <summary>The folder of transmitted-light images in the container layout.</summary>
    public const string TransmittedLight = "organelles-transmitted-light-ome-tiff";

    /// <summary>The container's name for an organelle's folder.</summary>
    public static string NameOf(Organelle organelle) => $"{KeyOf(organelle)}-fluorescence-ome-tiff";

    /// <summary>The organelle in the organisers' words: <c>nucleus</c>.</summary>
    public static string KeyOf(Organelle organelle) => organelle switch
    {
        Organelle.Nucleus => "nucleus",
        Organelle.Mitochondria => "mitochondria",
        Organelle.Actin => "actin",
        Organelle.Tubulin => "tubulin",
        _ => throw new ArgumentOutOfRangeException(nameof(organelle)),
    };

    /// <summary>The folders that are there, of the organelles asked for.</summary>
    /// <param name="root">The folder that was named.</param>
    /// <param name="organelles">The organelles asked for.</param>
    /// <exception cref="InputException">The folder is missing, or holds images of its own and more than one organelle is asked for.</exception>
    public static IReadOnlyDictionary<Organelle, string> Find(string root, IReadOnlyList<Organelle> organelles)
    {
        var plain = ImageNames.In(root);
        foreach (var candidate in new[] { root, Path.Combine(root, "images") })
        {
            if (FoldersIn(candidate) is { Count: > 0 } found)
                return found.Where(f => organelles.Contains(f.Key)).ToDictionary();
        }

        if (plain.Count == 0)
            throw new InputException($"{root}: holds neither images nor folders such as {NameOf(Organelle.Nucleus)} or {KeyOf(Organelle.Nucleus)}, with or without images/ above them; name the folder that does.");
        if (organelles.Count > 1)
            throw new InputException($"{root}: holds images of one organelle, not folders such as {NameOf(Organelle.Nucleus)}; say which with --organelle nucleus, for instance.");
        return new Dictionary<Organelle, string> { [organelles[0]] = root };
    }

    private static Dictionary<Organelle, string> FoldersIn(string root) => Enum.GetValues<Organelle>()
        .Select(o => (Organelle: o, Folder: new[] { NameOf(o), KeyOf(o) }.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists)))
        .Where(f => f.Folder is not null)
        .ToDictionary(f => f.Organelle, f => f.Folder!);

    /// <summary>The folder of images that are not of an organelle: the one named, or the container's below it.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static string FindTransmittedLight(string root)
    {
        foreach (var candidate in new[] { Path.Combine(root, TransmittedLight), Path.Combine(root, "images", TransmittedLight) })
        {
            if (Directory.Exists(candidate))
                return candidate;
        }

        if (ImageNames.In(root).Count == 0)
            _ = ImageFolder.RequireImages(root);
        return root;
    }
}
