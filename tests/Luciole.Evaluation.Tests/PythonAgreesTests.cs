using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Luciole.Evaluation.Tests;

/// <summary>The same figures by numpy, scikit-image and scikit-learn, through the benchmark's worker.</summary>
public sealed class PythonAgreesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(7, 7)]
    [InlineData(64, 81)]
    [InlineData(129, 50)]
    public void Figures_equal_those_of_scikit_image_and_scikit_learn(int height, int width)
    {
        var prediction = GreyImages.WriteNoise(_folder.File("p.tif"), 1, height, width);
        var truth = GreyImages.Write(_folder.File("t.tif"), Array.ConvertAll(GreyImages.Noise(2, height * width), v => (v * v) - 3), height, width);
        var theirs = Ask(prediction, truth)["figures"]!.AsObject();
        var (p, g) = (GreyPlane.Read(prediction), GreyPlane.Read(truth));
        var ours = Metrics.ChallengeMetrics.Measure(p.Pixels, p.Scale, g.Pixels, g.Scale, height, width);
        Assert.Equal(ChallengeFigures.All.Order(), theirs.Select(f => f.Key).Order());
        foreach (var (name, value) in theirs)
            Assert.Equal(value!.GetValue<double>(), ChallengeFigures.Of(ours, name), 1e-9);
    }

    private static JsonNode Ask(string prediction, string truth)
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(python), $"{python} is absent; this test compares with scikit-image and scikit-learn.");
        var script = Path.Combine(Golden.RepositoryRoot, "benchmarks", "python", "official_metrics.py");
        using var worker = Process.Start(new ProcessStartInfo(python, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = worker.StandardError.ReadToEndAsync();
        var versions = worker.StandardOutput.ReadLine();
        Assert.SkipWhen(versions is null, "Debian's python3-skimage, python3-sklearn or python3-tifffile is absent; this test compares with them.");
        worker.StandardInput.WriteLine(JsonSerializer.Serialize(new { prediction, truth, repeats = 1 }));
        worker.StandardInput.Close();
        var answer = worker.StandardOutput.ReadToEnd();
        worker.WaitForExit();
        Assert.True(worker.ExitCode == 0, errors.Result);
        return JsonNode.Parse(answer)!;
    }
}
