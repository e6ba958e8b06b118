using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Data.Trust;
using Luciole.Files;

namespace Luciole.Workflows.ModelSets;

/// <summary>The statistics of the images that a model was trained on.</summary>
internal static class PackedStatistics
{
    /// <summary>Measures the training images; null, with a note, when they are not at hand.</summary>
    /// <param name="folder">The folder that was named; null: the one of the configuration, where it is there.</param>
    /// <param name="settings">The configuration the model was trained with.</param>
    /// <param name="log">Told what is missing.</param>
    /// <param name="stop">Stops between images.</param>
    /// <exception cref="InputException">The folder that was named holds no images.</exception>
    public static TrainingStatistics? Measure(string? folder, LucioleConfiguration settings, IRunLog log, CancellationToken stop)
    {
        var images = ImagesIn(folder ?? settings.Data.Train.Path, required: folder is not null);
        if (images.Count > 0)
            return TrainingStatistics.Measure(images, cancellation: stop);
        log.Note($"the training images ({settings.Data.Train.Path}) are not here, so the set cannot tell when an image is unlike them; name their folder by --train");
        return null;
    }

    private static List<string> ImagesIn(string folder, bool required)
    {
        if (!Directory.Exists(folder) && !required)
            return [];
        var images = ImageFolder.Images(folder).Concat(ImageFolder.Folders(folder).SelectMany(ImageFolder.Images)).ToList();
        if (images.Count == 0 && required)
            throw new InputException($"{folder}: holds no image, neither itself nor in its folders; name the folder of the label-free training images.");
        return images;
    }
}
