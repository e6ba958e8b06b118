using System.Text.Json;
using Luciole.Data.Studies;
using Luciole.Metrics;

namespace Luciole.Evaluation.Tests;

public sealed class MetricsJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Means_are_by_organelle_by_modality_and_by_focus()
    {
        ImageScores[] scores =
        [
            Score("a.tiff", Modality.BF, 0, (Organelle.Nucleus, 0.5), (Organelle.Actin, 0.25)),
            Score("b.tiff", Modality.BF, 3, (Organelle.Nucleus, 0.75)),
            Score("c.tiff", Modality.PC, 3, (Organelle.Nucleus, 0.125)),
            Score("d.tiff", Modality.PC, 11),
        ];
        var text = Write(scores);
        using var json = JsonDocument.Parse(text.Replace(": NaN", ": null", StringComparison.Ordinal));
        var root = json.RootElement;
        Assert.Equal(["results", "agregate", "transmitted_light", "z_deviation"], Names(root));
        Assert.Equal(["image_name", "nucleus", "mitochondria", "tubulin", "actin"], Names(root.GetProperty("results")[0]));
        Assert.Equal(["PCC", "SSIM", "MAE", "E_dist", "C_dist"], Names(root.GetProperty("results")[0].GetProperty("nucleus")));
        Assert.Equal(["PCC", "SSIM"], Names(root.GetProperty("results")[0].GetProperty("actin")));
        Assert.Empty(Names(root.GetProperty("results")[3].GetProperty("nucleus")));

        var means = root.GetProperty("agregate");
        Assert.Equal(["nucleus", "actin"], Names(means));
        Assert.Equal((0.5 + 0.75 + 0.125) / 3, means.GetProperty("nucleus").GetProperty("PCC").GetDouble(), 1e-15);
        Assert.Equal(0.25 + 1, means.GetProperty("actin").GetProperty("SSIM").GetDouble(), 1e-15);

        var light = root.GetProperty("transmitted_light");
        Assert.Equal(["BF", "DIC", "PC"], Names(light));
        Assert.Equal(["nucleus", "mitochondria", "actin", "tubulin"], Names(light.GetProperty("DIC")));
        Assert.Equal(0.625, light.GetProperty("BF").GetProperty("nucleus").GetProperty("PCC").GetDouble(), 1e-15);
        Assert.Equal(0.125, light.GetProperty("PC").GetProperty("nucleus").GetProperty("PCC").GetDouble(), 1e-15);
        Assert.Equal(JsonValueKind.Null, light.GetProperty("DIC").GetProperty("tubulin").GetProperty("SSIM").ValueKind);

        var focus = root.GetProperty("z_deviation");
        Assert.Equal(["nucleus", "actin"], Names(focus));
        Assert.Equal(["0", "3"], Names(focus.GetProperty("nucleus")));
        Assert.Equal((0.75 + 0.125) / 2, focus.GetProperty("nucleus").GetProperty("3").GetProperty("PCC").GetDouble(), 1e-15);
    }

    [Fact]
    public void A_mean_of_nothing_is_the_word_that_Python_writes()
    {
        var text = Write([Score("a.tiff", Modality.BF, null, (Organelle.Tubulin, 0.5))]);
        Assert.Contains("\"PCC\": NaN", text);
        Assert.Contains("\"z_deviation\": {}", text);
        if (!File.Exists("/usr/bin/python3"))
            return;
        using var python = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/python3",
            ["-c", "import json,math,sys; d=json.load(open(sys.argv[1])); print(math.isnan(d['transmitted_light']['PC']['nucleus']['MAE']), d['agregate']['tubulin']['PCC'])", _folder.File("metrics.json")]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.Equal("True 0.5", python.StandardOutput.ReadToEnd().Trim());
    }

    [Fact]
    public void The_table_has_a_row_for_each_image_and_organelle()
    {
        var path = _folder.File("metrics.csv");
        MetricsCsv.Write(path, [Score("a,b.tiff", Modality.DIC, 2, (Organelle.Nucleus, 0.5), (Organelle.Tubulin, double.NaN)), Score("c.tiff", null, null)]);
        Assert.Equal(
            ["image_name,organelle,modality,z_deviation,PCC,SSIM,MAE,E_dist,C_dist", "\"a,b.tiff\",nucleus,DIC,2,0.5,1.5,2.5,3.5,4.5", "\"a,b.tiff\",tubulin,DIC,2,,,,,"],
            File.ReadAllLines(path));
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];

    private static ImageScores Score(string name, Modality? modality, int? deviation, params (Organelle Organelle, double First)[] figures) => new(
        new EvaluatedImage(name, figures.ToDictionary(f => f.Organelle, _ => new ImagePair("p", "t")), modality, deviation),
        figures.ToDictionary(f => f.Organelle, f => new ChallengeMetrics(f.First, f.First + 1, f.First + 2, f.First + 3, f.First + 4)));

    private string Write(ImageScores[] scores)
    {
        MetricsJson.Write(_folder.File("metrics.json"), scores);
        return File.ReadAllText(_folder.File("metrics.json"));
    }
}
