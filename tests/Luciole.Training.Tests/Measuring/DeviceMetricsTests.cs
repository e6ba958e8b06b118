using Luciole.Metrics;
using Luciole.Torch;

namespace Luciole.Training.Tests;

public sealed class DeviceMetricsTests
{
    [Theory]
    [InlineData(MetricScale.Clamp, 1)]
    [InlineData(MetricScale.TargetRange, 1)]
    [InlineData(MetricScale.OwnRange, 1)]
    [InlineData(MetricScale.Clamp, 3)]
    [InlineData(MetricScale.TargetRange, 3)]
    public void They_are_those_of_the_processor(MetricScale scale, int channels)
    {
        const int Samples = 3, Height = 13, Width = 17;
        using var scope = new TensorScope();
        var random = new Random(5);
        float[] Values(double shift) => [.. Enumerable.Range(0, Samples * channels * Height * Width).Select(i => (float)((0.5 * Math.Sin(i * 0.1)) + (0.3 * random.NextDouble()) + shift))];
        var (p, t) = (Values(0.2), Values(0.1));
        var expected = SampleMetrics.Measure(p, t, Samples, channels, Height, Width, scale, ssim: true);
        var measured = new DeviceMetrics(Tensor.From(p, Samples, channels, Height, Width), Tensor.From(t, Samples, channels, Height, Width), scale);
        void Compare(string metric, Func<TrainingMetrics, double> figure)
        {
            foreach (var (whole, single) in expected.Select(figure).Zip(measured.Of(metric).ToArray<float>()))
                Assert.Equal(whole, single, 2e-5 * Math.Max(1, Math.Abs(whole)));
        }

        Compare("mae", m => m.MeanAbsoluteError);
        Compare("mse", m => m.MeanSquaredError);
        Compare("psnr", m => m.PeakSignalToNoise);
        Compare("ssim", m => m.StructuralSimilarity);
    }

    [Fact]
    public void What_has_no_scale_is_left_out_of_the_mean()
    {
        using var scope = new TensorScope();
        using var meter = new DeviceMeter(["psnr", "ssim", "mae"], MetricScale.TargetRange, default);
        var truth = new float[2 * 64];
        var prediction = new float[2 * 64];
        for (var i = 64; i < 128; i++)
            (truth[i], prediction[i]) = (i % 7, (i % 7) + 0.5f);
        meter.Add(new TaskOutput(Tensor.Scalar(2), Tensor.From(prediction, 2, 1, 8, 8), Tensor.From(truth, 2, 1, 8, 8)), 2);
        meter.Commit();
        var sums = meter.Read(2);
        Assert.Equal((4.0, 2L), (sums.Loss, sums.Samples));
        Assert.Equal((1L, 1L, 2L), (sums.Metrics["psnr"].Count, sums.Metrics["ssim"].Count, sums.Metrics["mae"].Count));
        Assert.Equal(0.25, sums.Figures.Metrics["mae"], 1e-6);
        Assert.Equal(TrainingMetrics.Measure(prediction.AsSpan(64), truth.AsSpan(64), 8, 8, MetricScale.TargetRange).PeakSignalToNoise, sums.Figures.Metrics["psnr"], 1e-3);
    }

    [Fact]
    public void Sums_go_on_and_unfinished_steps_do_not_count()
    {
        using var scope = new TensorScope();
        using var meter = new DeviceMeter(["mae"], MetricScale.Clamp, default);
        var begun = new EpochSums(10, 4, new Dictionary<string, (double, long)>(StringComparer.Ordinal) { ["mae"] = (1.5, 4) });
        meter.Reset(begun);
        var output = new TaskOutput(Tensor.Scalar(1), Tensor.Ones([1, 1, 8, 8]), Tensor.Zeros([1, 1, 8, 8]), ComparedFraction: 0.5);
        meter.Add(output, 1);
        meter.Commit(Tensor.Scalar(0, ScalarType.Float64));
        meter.Add(output, 1);
        meter.Commit(Tensor.Scalar(1, ScalarType.Float64));
        var sums = meter.Read(5);
        Assert.Equal((11.0, 5L, 3.5, 5L), (sums.Loss, sums.Samples, sums.Metrics["mae"].Sum, sums.Metrics["mae"].Count));
    }
}
