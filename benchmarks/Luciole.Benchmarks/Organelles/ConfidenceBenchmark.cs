using System.Globalization;
using Luciole.Benchmarks.Report;
using Luciole.Data.Studies;
using Luciole.Evaluation;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Benchmarks.Organelles;

/// <summary>Whether confidence maps that <c>predict --models --confidence</c> wrote tell where predictions of fields with known truth are wrong.</summary>
internal sealed class ConfidenceBenchmark : IBenchmark
{
    public string Name => "confidence";

    public string Purpose => "OUT TRUTH [ORGANELLE...]: errors by confidence, of what predict --models --confidence wrote to OUT.";

    public void Run() => Run([]);

    public void Run(IReadOnlyList<string> arguments)
    {
        if (arguments is not [var predictions, var truths, ..])
            throw new InputException("confidence OUT TRUTH [ORGANELLE...]: name the folder that predict --models --confidence wrote, the folder of true images, and organelles if not all.");
        var names = arguments.Skip(2).ToList();
        var table = new MarkdownTable("image", "organelle", "most confident half", "other half", "tenths from the least confident on");
        foreach (var organelle in names.Count == 0 ? Enum.GetValues<Organelle>() : [.. names.Select(n => Enum.Parse<Organelle>(n, ignoreCase: true))])
        {
            if (!Directory.Exists(Path.Combine(predictions, OrganelleFolders.KeyOf(organelle))))
                continue;
            var folder = Path.Combine(predictions, OrganelleFolders.KeyOf(organelle));
            foreach (var image in EvaluatedImages.Find(folder, truths, [organelle], null))
            {
                if (!image.Pairs.TryGetValue(organelle, out var pair))
                    continue;
                var ranking = ConfidenceRanking.Of(
                    Pixels(pair.Prediction), Pixels(pair.Truth), Pixels(Path.Combine(predictions, "confidence", OrganelleFolders.KeyOf(organelle), Path.GetFileName(pair.Prediction))));
                table.Add(image.Name, organelle.ToString(), Number(ranking.ConfidentHalf), Number(ranking.OtherHalf), string.Join(" ", ranking.Tenths.Select(Number)));
            }
        }

        Console.WriteLine(table);
    }

    private static double[] Pixels(string path)
    {
        using var image = ImageFile.Read(path);
        return image.ToDouble();
    }

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
