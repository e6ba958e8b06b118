using System.Text.Json;

namespace Luciole.Metrics.Tests;

public sealed class GoldenMetricsTests
{
    [Fact]
    public void Challenge_metrics_equal_the_official_ones()
    {
        var cases = Golden.Cases("metrics").Where(c => c.TryGetProperty("gt", out _)).ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var (truth, height, width) = Plane(c, "gt");
            var (prediction, _, _) = Plane(c, "prediction");
            var name = c.GetProperty("case").GetString()!;
            var metrics = ChallengeMetrics.Measure(prediction, truth, height, width);
            Near(c, "pearson_reported", metrics.Pcc, 1e-6, name);
            Near(c, "ssim", metrics.Ssim, 1e-6, name);
            Near(c, "mae", metrics.Mae, 1e-6, name);
            Near(c, "euclidean", metrics.EuclideanDistance, 1e-6, name);
            Near(c, "cosine_distance", metrics.CosineDistance, 1e-6, name);
            var expected = c.GetProperty("percentiles_prediction");
            var (p2, p998) = ChallengeMetrics.Percentiles(prediction);
            Assert.Equal(expected[0].GetDouble(), p2, 1e-6 * Math.Abs(p998 - p2) + 1e-9);
            Assert.Equal(expected[1].GetDouble(), p998, 1e-6 * Math.Abs(p998 - p2) + 1e-9);
        }
    }

    [Fact]
    public void Test_metrics_equal_the_references()
    {
        var cases = Golden.Cases("metrics").Where(c => c.GetProperty("case").GetString()!.StartsWith("test_", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var (prediction, height, width) = Plane(c, "prediction");
            var metrics = TestMetrics.Measure(prediction, Plane(c, "target").Values, height, width);
            Near(c, "mae", metrics.MeanAbsoluteError, 1e-5, "test");
            Near(c, "mse", metrics.MeanSquaredError, 1e-5, "test");
            Near(c, "psnr", metrics.PeakSignalToNoise, 1e-5, "test");
            Near(c, "ssim", metrics.StructuralSimilarity, 1e-4, "test");
        }
    }

    [Fact]
    public void Training_metrics_equal_the_references()
    {
        var cases = Golden.Cases("metrics").Where(c => c.GetProperty("case").GetString()!.StartsWith("train_metrics_", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var name = c.GetProperty("case").GetString()!;
            var scale = name.EndsWith("_unit", StringComparison.Ordinal) ? MetricScale.Clamp : MetricScale.OwnRange;
            var (prediction, height, width) = Plane(c, "prediction");
            var metrics = TrainingMetrics.Measure(prediction, Plane(c, "target").Values, height, width, scale);
            Near(c, "mae", metrics.MeanAbsoluteError, 1e-5, name);
            Near(c, "mse", metrics.MeanSquaredError, 1e-5, name);
            Near(c, "psnr", metrics.PeakSignalToNoise, 1e-4, name);
            Near(c, "ssim", metrics.StructuralSimilarity, 1e-4, name);
        }
    }

    [Fact]
    public void The_similarity_loss_has_the_references_value()
    {
        foreach (var c in Golden.Cases("metrics").Where(c => c.GetProperty("case").GetString()!.EndsWith("_SSIM", StringComparison.Ordinal) && c.GetProperty("weights").ValueKind == JsonValueKind.Null))
        {
            var (prediction, height, width) = Plane(c, "prediction");
            var target = Plane(c, "target").Values;
            double? range = null;
            if (c.GetProperty("description").GetString()!.Contains("clamped to [0,1]", StringComparison.Ordinal))
            {
                prediction = Array.ConvertAll(prediction, v => Math.Clamp(v, 0, 1));
                target = Array.ConvertAll(target, v => Math.Clamp(v, 0, 1));
                range = 1;
            }

            Near(c, "loss", 1 - GaussianSsim.Mean(prediction, target, height, width, range), 1e-4, c.GetProperty("case").GetString()!);
        }
    }

    private static (float[] Values, int Height, int Width) Plane(JsonElement c, string key)
    {
        var array = Golden.Array("metrics", c.GetProperty(key).GetString()!);
        return (array.ToFloats(), (int)array.Shape[^2], (int)array.Shape[^1]);
    }

    private static void Near(JsonElement c, string key, double actual, double relative, string name)
    {
        var expected = c.GetProperty(key).GetDouble();
        var allowed = Math.Max(relative * Math.Abs(expected), expected == 0 ? 1e-12 : 0);
        Assert.True(Math.Abs(expected - actual) <= allowed, $"{name} {key}: {actual:R} for {expected:R}");
    }
}
