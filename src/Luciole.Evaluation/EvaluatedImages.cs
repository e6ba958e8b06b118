using Luciole.Data.Discovery;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Evaluation;

/// <summary>Finds what is to be compared: predictions and truths of the same name, organelle by organelle.</summary>
public static class EvaluatedImages
{
    /// <summary>Lists the images in natural order of their names.</summary>
    /// <param name="predictions">The folder of predictions.</param>
    /// <param name="truths">The folder of truths.</param>
    /// <param name="organelles">The organelles to evaluate.</param>
    /// <param name="focus">Modality and focus of each image; null when not known.</param>
    /// <exception cref="InputException">
    /// A folder is missing, a truth has no prediction, no prediction has a truth, or an image is not in the focus table.
    /// </exception>
    public static IReadOnlyList<EvaluatedImage> Find(string predictions, string truths, IReadOnlyList<Organelle> organelles, FocusTable? focus)
    {
        var predicted = OrganelleFolders.Find(predictions, organelles).ToDictionary(f => f.Key, f => new ImageNames(f.Value));
        var trues = OrganelleFolders.Find(truths, organelles).ToDictionary(f => f.Key, f => new ImageNames(f.Value));
        var names = predicted.Values.SelectMany(images => images.Paths)
            .GroupBy(ImageFolder.Stem, StringComparer.Ordinal).Select(group => Path.GetFileName(group.First())).Order(NaturalOrder.Instance).ToList();
        var images = names.Select(name => ImageOf(name, predicted, trues, focus)).ToList();
        if (images.All(image => image.Pairs.Count == 0))
            throw new InputException($"{truths}: holds no truth of the name of any of the {names.Count} predictions in {predictions}{(names.Count > 0 ? $", such as {names[0]}" : "")}; give both the same names.");
        RequirePredictions(images, predicted, trues, predictions);
        return images;
    }

    private static EvaluatedImage ImageOf(string name, Dictionary<Organelle, ImageNames> predicted, Dictionary<Organelle, ImageNames> truths, FocusTable? focus)
    {
        var pairs = new Dictionary<Organelle, ImagePair>();
        foreach (var (organelle, images) in truths)
        {
            if (images.Match(name, organelle) is not { } truth)
                continue;
            if (!predicted.TryGetValue(organelle, out var there))
                continue;
            if (there.Match(name, null) is not { } prediction)
                throw new InputException($"{truth}: has no prediction of the name {ImageFolder.Stem(name)} in {there.Folder}; predict it too, or choose the organelles with --organelle.");
            pairs[organelle] = new ImagePair(prediction, truth);
        }

        var plane = focus?.Of(name);
        return new EvaluatedImage(name, pairs, plane?.Modality ?? ImageNames.FieldOf(name)?.Modality, plane?.Deviation);
    }

    // The organisers count a missing output as a failure; to leave it out of the means would reward it.
    private static void RequirePredictions(List<EvaluatedImage> images, Dictionary<Organelle, ImageNames> predicted, Dictionary<Organelle, ImageNames> truths, string root)
    {
        foreach (var (organelle, names) in truths.Where(t => t.Value.Paths.Any()))
        {
            if (!predicted.TryGetValue(organelle, out var there))
                throw new InputException($"{root}: has no folder {OrganelleFolders.NameOf(organelle)}, though there are truths in {names.Folder}; predict them too, or choose the organelles with --organelle.");
            var used = images.Where(image => image.Pairs.ContainsKey(organelle)).Select(image => image.Pairs[organelle].Truth).ToHashSet(StringComparer.Ordinal);
            if (names.Paths.FirstOrDefault(path => !used.Contains(path)) is { } left)
                throw new InputException($"{left}: has no prediction of its name in {there.Folder}; predict it too, or take it out of the truths.");
        }
    }
}
