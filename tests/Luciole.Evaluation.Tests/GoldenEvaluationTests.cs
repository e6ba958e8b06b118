using System.Text.Json;
using Luciole.Data.Studies;

namespace Luciole.Evaluation.Tests;

public sealed class GoldenEvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Figures_of_the_golden_images_equal_the_organisers()
    {
        var golden = Golden.Topic("official");
        var images = EvaluatedImages.Find(Path.Combine(golden, "prediction"), Path.Combine(golden, "ground_truth"), Enum.GetValues<Organelle>(), null);
        var written = _folder.File("metrics.json");
        MetricsJson.Write(written, OfficialEvaluation.Measure(images, _ => { }, null, TestContext.Current.CancellationToken));
        // What stands for no image is no strict JSON; the figures of images are.
        using var ours = JsonDocument.Parse(File.ReadAllText(written).Replace("NaN", "null", StringComparison.Ordinal));
        using var theirs = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(golden, "expected.json")));
        var results = ours.RootElement.GetProperty("results").EnumerateArray().ToDictionary(r => r.GetProperty("image_name").GetString()!);
        var compared = 0;
        foreach (var expected in theirs.RootElement.EnumerateArray())
        {
            var result = results[expected.GetProperty("image_name").GetString()!];
            Assert.Equal(expected.EnumerateObject().Select(p => p.Name).Order(), result.EnumerateObject().Select(p => p.Name).Order());
            foreach (var organelle in expected.EnumerateObject().Where(p => p.Name != "image_name"))
            {
                var figures = result.GetProperty(organelle.Name);
                Assert.Equal(organelle.Value.EnumerateObject().Select(p => p.Name).Order(), figures.EnumerateObject().Select(p => p.Name).Order());
                foreach (var figure in organelle.Value.EnumerateObject())
                {
                    var value = figure.Value.GetDouble();
                    Assert.Equal(value, figures.GetProperty(figure.Name).GetDouble(), 1e-6 * Math.Max(1, Math.Abs(value)));
                    compared++;
                }
            }
        }

        Assert.Equal(theirs.RootElement.GetArrayLength(), results.Count);
        Assert.True(compared > 0);
    }
}
