using Luciole.Data.Discovery;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Evaluation;

/// <summary>
/// Where the images of each organelle lie below a folder: in the challenge's container layout,
/// <c>[images/]nucleus-fluorescence-ome-tiff/</c> and so on, in folders <c>nucleus/</c> and so on as <c>luciole predict --models</c> writes them,
/// or all in the folder itself when they show one organelle.
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
        var plain = ImageFolder.Images(root);
        foreach (var candidate in new[] { root, Path.Combine(root, "images") })
        {
            foreach (var nameOf in new[] { NameOf, (Func<Organelle, string>)KeyOf })
            {
                if (Enum.GetValues<Organelle>().Any(organelle => Directory.Exists(Path.Combine(candidate, nameOf(organelle)))))
                    return organelles.Select(o => (Organelle: o, Folder: Path.Combine(candidate, nameOf(o)))).Where(f => Directory.Exists(f.Folder)).ToDictionary(f => f.Organelle, f => f.Folder);
            }
        }

        if (plain.Count == 0)
            throw new InputException($"{root}: holds neither images nor folders such as {NameOf(Organelle.Nucleus)}, with or without images/ above them; name the folder that does.");
        if (organelles.Count > 1)
            throw new InputException($"{root}: holds images of one organelle, not folders such as {NameOf(Organelle.Nucleus)}; say which with --organelle nucleus, for instance.");
        return new Dictionary<Organelle, string> { [organelles[0]] = root };
    }

    /// <summary>The folder of images that are not of an organelle: the one named, or the container's below it.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static string FindTransmittedLight(string root)
    {
        foreach (var candidate in new[] { Path.Combine(root, TransmittedLight), Path.Combine(root, "images", TransmittedLight) })
        {
            if (Directory.Exists(candidate))
                return candidate;
        }

        _ = ImageFolder.RequireImages(root);
        return root;
    }
}
