using Luciole.Cli.Terminal;
using Luciole.Data.Studies;
using Luciole.Imaging.Pixels;
using Luciole.Metrics;
using Luciole.Workflows;

namespace Luciole.Cli.Demo;

/// <summary>How well each organelle was predicted, beside what predicting the same value everywhere would score.</summary>
internal static class DemoScores
{
    /// <summary>One row for each organelle, averaged over the held-out images.</summary>
    public static string Table(IReadOnlyDictionary<Organelle, IReadOnlyList<ImageScore>> scores)
    {
        var modalities = Enum.GetValues<Modality>();
        var table = new PlainTable(["organelle", "PCC", .. modalities.Select(modality => $"in {modality}"), "SSIM", "SSIM of a constant"]);
        foreach (var (organelle, images) in scores)
        {
            var byModality = images.ToLookup(score => FieldImageName.TryParse(score.Image)!.Modality!.Value, score => score.Metrics.PearsonCorrelation);
            table.Row(
            [
                organelle.ToString(),
                $"{images.Average(score => score.Metrics.PearsonCorrelation):F3}",
                .. modalities.Select(modality => $"{byModality[modality].Average():F3}"),
                $"{images.Average(score => score.Metrics.StructuralSimilarity):F3}",
                $"{images.Select(score => score.Target).Distinct(StringComparer.Ordinal).Average(ConstantSimilarity):F3}",
            ]);
        }

        return table.ToString();
    }

    /// <summary>The SSIM of predicting the mean of an image everywhere: the least that a model must beat.</summary>
    private static double ConstantSimilarity(string target)
    {
        using var truth = ImageFile.Read(target);
        return ConstantSimilarity(truth.ToSingle(), truth.Height, truth.Width);
    }

    /// <summary>The same for the pixels of one channel.</summary>
    internal static double ConstantSimilarity(float[] truth, int height, int width)
    {
        double mean = truth.Average(v => (double)v), deviation = Math.Sqrt(truth.Average(v => (v - mean) * (v - mean)));
        var normalised = truth.Select(v => (float)((v - mean) / deviation)).ToArray();
        return TestMetrics.Measure(new float[truth.Length], normalised, height, width).StructuralSimilarity;
    }
}
