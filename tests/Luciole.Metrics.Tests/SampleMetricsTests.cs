namespace Luciole.Metrics.Tests;

public sealed class SampleMetricsTests
{
    private const int Height = 15;
    private const int Width = 19;
    private const int Plane = Height * Width;

    [Theory]
    [InlineData(MetricScale.Clamp)]
    [InlineData(MetricScale.TargetRange)]
    [InlineData(MetricScale.OwnRange)]
    public void A_samples_figures_do_not_depend_on_the_rest_of_its_batch(MetricScale scale)
    {
        const int samples = 5, channels = 2, length = channels * Plane;
        // Samples of quite different ranges.
        var truth = Values(samples * length, 1, i => (i / length) + 1);
        var prediction = Values(samples * length, 2, i => (i / length) + 1);
        var measured = SampleMetrics.Measure(prediction, truth, samples, channels, Height, Width, scale, ssim: true);
        Assert.Equal(samples, measured.Length);
        for (var n = 0; n < samples; n++)
        {
            var alone = SampleMetrics.Measure(prediction[(n * length)..((n + 1) * length)], truth[(n * length)..((n + 1) * length)], 1, channels, Height, Width, scale, ssim: true);
            Assert.Equal(alone[0], measured[n]);
        }
    }

    [Fact]
    public void On_the_targets_range_figures_are_those_of_images_scaled_by_hand()
    {
        var truth = Values(Plane, 3, _ => 4);
        var (minimum, range) = (truth.Min(), (double)truth.Max() - truth.Min());
        // Within the target's range, so that no clamping plays a part in PSNR.
        var prediction = truth.Select((v, i) => (float)(minimum + (0.5 * (v - minimum)) + (range * 0.2 * (1 + Math.Sin(i))))).ToArray();
        var metrics = SampleMetrics.Measure(prediction, truth, 1, 1, Height, Width, MetricScale.TargetRange, ssim: true)[0];
        var differences = prediction.Zip(truth, (p, t) => (double)p - t).ToList();
        var squared = differences.Average(d => d * d);
        Assert.Equal(differences.Average(Math.Abs), metrics.MeanAbsoluteError, 1e-12);
        Assert.Equal(squared, metrics.MeanSquaredError, 1e-12);
        Assert.Equal(10 * Math.Log10(range * range / squared), metrics.PeakSignalToNoise, 1e-5);
        float[] Scaled(float[] values) => Array.ConvertAll(values, v => (float)((v - minimum) / range));
        Assert.Equal(GaussianSsim.Mean(Scaled(prediction), Scaled(truth), Height, Width), metrics.StructuralSimilarity, 1e-6);
        // Multiplying both by the same number changes neither.
        var larger = SampleMetrics.Measure(Array.ConvertAll(prediction, v => 1000 * v), Array.ConvertAll(truth, v => 1000 * v), 1, 1, Height, Width, MetricScale.TargetRange, ssim: true)[0];
        Assert.Equal(metrics.PeakSignalToNoise, larger.PeakSignalToNoise, 1e-4);
        Assert.Equal(metrics.StructuralSimilarity, larger.StructuralSimilarity, 1e-5);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_not_finite_spoils_its_own_sample_only(float value)
    {
        var truth = Values(3 * Plane, 4, _ => 1);
        foreach (var at in new[] { Plane, Plane + 7, (2 * Plane) - 1 })
        {
            var prediction = Values(3 * Plane, 5, _ => 1);
            var clean = SampleMetrics.Measure(prediction, truth, 3, 1, Height, Width, MetricScale.TargetRange, ssim: true);
            prediction[at] = value;
            var measured = SampleMetrics.Measure(prediction, truth, 3, 1, Height, Width, MetricScale.TargetRange, ssim: true);
            Assert.Equal((clean[0], clean[2]), (measured[0], measured[2]));
            var average = new MetricAverage();
            foreach (var metrics in measured)
                average.Add(metrics.StructuralSimilarity);
            Assert.Equal((2, 1), (average.Count, average.LeftOut));
            foreach (var figure in new[] { measured[1].MeanAbsoluteError, measured[1].MeanSquaredError, measured[1].PeakSignalToNoise, measured[1].StructuralSimilarity })
                Assert.False(double.IsFinite(figure));
        }
    }

    [Fact]
    public void A_black_target_has_no_range_to_measure_on()
    {
        var metrics = SampleMetrics.Measure(Values(Plane, 6, _ => 1), new float[Plane], 1, 1, Height, Width, MetricScale.TargetRange, ssim: true)[0];
        Assert.True(metrics.MeanAbsoluteError > 0.1);
        Assert.True(double.IsNaN(metrics.PeakSignalToNoise) && double.IsNaN(metrics.StructuralSimilarity));
        var clamped = SampleMetrics.Measure(Values(Plane, 6, _ => 1), new float[Plane], 1, 1, Height, Width, MetricScale.Clamp, ssim: true)[0];
        Assert.True(double.IsFinite(clamped.PeakSignalToNoise) && double.IsFinite(clamped.StructuralSimilarity));
    }

    [Fact]
    public void Without_the_similarity_the_other_figures_are_the_same()
    {
        float[] truth = Values(Plane, 7, _ => 1), prediction = Values(Plane, 8, _ => 1);
        var with = SampleMetrics.Measure(prediction, truth, 1, 1, Height, Width, MetricScale.TargetRange, ssim: true)[0];
        var without = SampleMetrics.Measure(prediction, truth, 1, 1, Height, Width, MetricScale.TargetRange, ssim: false)[0];
        Assert.True(double.IsFinite(with.StructuralSimilarity));
        Assert.Equal(with with { StructuralSimilarity = double.NaN }, without);
    }

    [Fact]
    public void Arrays_of_another_size_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SampleMetrics.Measure(new float[8], new float[8], 2, 1, 2, 3, MetricScale.Clamp, ssim: false));
        Assert.Throws<ArgumentException>(() => SampleMetrics.Measure(new float[12], new float[11], 2, 1, 2, 3, MetricScale.Clamp, ssim: false));
    }

    [Fact]
    public void Errors_and_extremes_are_right_at_any_length()
    {
        for (var length = 1; length < 40; length++)
        {
            float[] p = Values(length, length, _ => 1), t = Values(length, 100 + length, _ => 1);
            Assert.Equal(p.Zip(t, (a, b) => Math.Abs((double)a - b)).Average(), ImageMetrics.MeanAbsoluteError(p, t), 1e-14);
            Assert.Equal(p.Zip(t, (a, b) => ((double)a - b) * ((double)a - b)).Average(), ImageMetrics.MeanSquaredError(p, t), 1e-14);
            for (var at = 0; at < length; at++)
            {
                var image = Values(length, at, _ => 1);
                image[at] = 5;
                Assert.Equal(5 - (double)image.Min(), ImageMetrics.Range(image));
                image[at] = float.NaN;
                Assert.True(double.IsNaN(ImageMetrics.Range(image)), $"at {at} of {length}");
            }
        }
    }

    private static float[] Values(int count, int seed, Func<int, double> scale)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => (float)(scale(i) * (Math.Sin(i / 7.0) + random.NextDouble())))];
    }
}
