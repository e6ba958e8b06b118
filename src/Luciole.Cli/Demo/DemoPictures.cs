using Luciole.Data.Preparation;
using Luciole.Data.Studies;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Png;
using Luciole.Workflows;

namespace Luciole.Cli.Demo;

/// <summary>Pictures of held-out fields, one row for each modality: input, truth, prediction.</summary>
/// <param name="fields">The fields.</param>
/// <param name="scores">Every prediction.</param>
internal sealed class DemoPictures(HeldOutFields fields, IReadOnlyDictionary<Organelle, IReadOnlyList<ImageScore>> scores)
{
    private const int ImagesInRow = 3;

    /// <summary>Writes a picture for each organelle, and one with all of them in colours.</summary>
    /// <returns>The file with all of them.</returns>
    public string Write(DemoFolder folder)
    {
        foreach (var organelle in scores.Keys)
            OfOrganelle(organelle).Write(folder.Picture(PreparedTree.Root(organelle)));
        var all = folder.Picture("all-organelles");
        InColours().Write(all);
        return all;
    }

    private Panel OfOrganelle(Organelle organelle)
    {
        var panel = new Panel { Columns = ImagesInRow };
        foreach (var field in fields.Shown)
        {
            var score = ScoreOf(organelle, field);
            Add(panel, $"input, {field.Planes[0].Modality}", score.Image);
            Add(panel, $"truth, {organelle}", score.Target);
            Add(panel, $"prediction, PCC {score.Metrics.PearsonCorrelation:F2}", score.Prediction);
        }

        return panel;
    }

    private Panel InColours()
    {
        var panel = new Panel { Columns = ImagesInRow };
        foreach (var field in fields.Shown)
        {
            var ofField = scores.Keys.ToDictionary(organelle => organelle, organelle => ScoreOf(organelle, field));
            Add(panel, $"input, {field.Planes[0].Modality}", ofField.Values.First().Image);
            AddColours(panel, "truth", ofField.ToDictionary(score => score.Key, score => score.Value.Target));
            AddColours(panel, "prediction", ofField.ToDictionary(score => score.Key, score => score.Value.Prediction));
        }

        return panel;
    }

    private ImageScore ScoreOf(Organelle organelle, FieldOfView field)
    {
        var plane = HeldOutFields.ShownPlane(field).Path;
        return scores[organelle].Single(score => score.Image == plane);
    }

    private static void Add(Panel panel, string label, string path)
    {
        using var image = ImageFile.Read(path);
        panel.Add(label, image.Width, image.Height, image.ToSingle());
    }

    private static void AddColours(Panel panel, string label, Dictionary<Organelle, string> paths)
    {
        var images = new Dictionary<Organelle, float[]>();
        var (height, width) = (0, 0);
        foreach (var (organelle, path) in paths)
        {
            using var image = ImageFile.Read(path);
            (height, width) = (image.Height, image.Width);
            images.Add(organelle, image.ToSingle());
        }

        panel.AddColour(label, width, height, ColourComposite.Of(images));
    }
}
