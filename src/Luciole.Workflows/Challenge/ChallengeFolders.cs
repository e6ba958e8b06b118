using Luciole.Data.Discovery;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Workflows.Challenge;

/// <summary>
/// Where the challenge's platform puts images and looks for predictions: <c>images/organelles-transmitted-light-ome-tiff/</c> below the
/// input folder, <c>images/nucleus-fluorescence-ome-tiff/</c> and so on below the output folder, each file under its input's name.
/// </summary>
public static class ChallengeFolders
{
    private const string Images = "images";
    private const string TransmittedLight = "organelles-transmitted-light-ome-tiff";

    /// <summary>The images to predict from, in natural order.</summary>
    /// <exception cref="InputException">The folder is missing or holds no TIFF image.</exception>
    public static IReadOnlyList<string> Inputs(string inputFolder)
    {
        var folder = Path.Combine(inputFolder, Images, TransmittedLight);
        if (!Directory.Exists(folder))
            throw new InputException($"{inputFolder}: has no folder {Images}/{TransmittedLight}, where the challenge's platform puts the images; name the folder above it by --input.");
        List<string> images = [.. ImageFolder.Images(folder).Where(path => !path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))];
        return images.Count > 0 ? images : throw new InputException($"{folder}: holds no .tiff image; put the transmitted-light images there.");
    }

    /// <summary>The folder of an organelle's predictions below the output folder.</summary>
    public static string FolderOf(Organelle organelle) => Path.Combine(Images, organelle switch
    {
        Organelle.Nucleus => "nucleus-fluorescence-ome-tiff",
        Organelle.Mitochondria => "mitochondria-fluorescence-ome-tiff",
        Organelle.Actin => "actin-fluorescence-ome-tiff",
        Organelle.Tubulin => "tubulin-fluorescence-ome-tiff",
        _ => throw new ArgumentOutOfRangeException(nameof(organelle)),
    });
}
