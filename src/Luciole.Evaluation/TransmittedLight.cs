using Luciole.Data.Studies;
using Luciole.Data.Trust;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Evaluation;

/// <summary>The images that were predicted from.</summary>
public sealed class TransmittedLight
{
    private readonly ImageNames _names;

    /// <summary>Lists the folder, or the container's folder below it.</summary>
    /// <exception cref="InputException">It is missing or holds no image.</exception>
    public TransmittedLight(string folder) => _names = new ImageNames(OrganelleFolders.FindTransmittedLight(folder));

    /// <summary>The file that an image was predicted from.</summary>
    /// <exception cref="InputException">There is none of its name.</exception>
    public string Of(EvaluatedImage image) => _names.Match(image.Name, null)
        ?? throw new InputException($"{_names.Folder}: holds no transmitted-light image of the name of {image.Name}; name the folder that does, or leave --inputs out.");

    /// <summary>The images with the modality that their inputs' channel names tell (<c>BF</c>, <c>PC</c>, <c>DIC</c>), where it is not known otherwise.</summary>
    /// <exception cref="InputException">An image with figures has no input, or it cannot be read.</exception>
    public IReadOnlyList<EvaluatedImage> TellModalities(IReadOnlyList<EvaluatedImage> images) =>
        [.. images.Select(image => image.Pairs.Count == 0 ? image : image with { Modality = image.Modality ?? ModalityOf(Of(image)) })];

    private static Modality? ModalityOf(string path)
    {
        using var source = ImageFile.Open(path);
        return InputModality.Of(source);
    }
}
