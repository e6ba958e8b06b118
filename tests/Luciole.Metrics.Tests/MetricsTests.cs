namespace Luciole.Metrics.Tests;

public sealed class MetricsTests
{
    // The inputs of section 11.3 of the reference's description; figures of torchmetrics 1.4.3.
    private static readonly float[] Target = [.. Enumerable.Range(0, 256).Select(i => i / 255f)];
    private static readonly float[] Prediction = [.. Enumerable.Range(0, 256).Select(i => (float)((0.8 * (i / 255f)) + (0.1 * Math.Sin(i))))];

    [Fact]
    public void Similarity_equals_torchmetrics()
    {
        Assert.Equal(0.67726326, GaussianSsim.Mean(Prediction, Target, 16, 16), 2e-6);
        var clamped = Array.ConvertAll(Prediction, v => Math.Clamp(v, 0, 1));
        Assert.Equal(0.67972362, GaussianSsim.Mean(clamped, Target, 16, 16, 1), 2e-6);
        double[] window = [0.00102838, 0.00759876, 0.03600077, 0.10936068, 0.21300553, 0.26601171];
        for (var i = 0; i < window.Length; i++)
            Assert.Equal(window[i], GaussianSsim.Window[i], 2e-8);
        Assert.Equal(1, GaussianSsim.Window.Sum(), 1e-15);
    }

    [Fact]
    public void Peak_signal_to_noise_equals_torchmetrics()
    {
        Assert.Equal(17.43005753, TrainingMetrics.Measure(Prediction, Target, 16, 16, MetricScale.Clamp).PeakSignalToNoise, 1e-5);
        Assert.Equal(17.38592911, ImageMetrics.PeakSignalToNoise(255 * 255 * ImageMetrics.MeanSquaredError(Prediction, Target), 255), 1e-5);
        Assert.Equal(double.PositiveInfinity, TestMetrics.Measure(Target, Target, 16, 16).PeakSignalToNoise);
    }

    [Fact]
    public void The_range_of_the_test_includes_zero()
    {
        float[] target = [100, 200, 300, 400], prediction = [110, 190, 310, 390];
        Assert.Equal(10 * Math.Log10(400.0 * 400 / 100), TestMetrics.Measure(prediction, target, 2, 2).PeakSignalToNoise, 1e-9);
        float[] signed = [-100, 200, 300, 400];
        Assert.Equal(10 * Math.Log10(500.0 * 500 / 100), TestMetrics.Measure([-110, 190, 310, 390], signed, 2, 2).PeakSignalToNoise, 1e-9);
    }

    [Theory]
    [InlineData(13, 9, 0)]
    [InlineData(6, 6, 0)]
    [InlineData(12, 31, 0)]
    [InlineData(25, 8, 0)]
    [InlineData(13, 17, 1000)]
    public void Similarity_equals_its_definition_pixel_by_pixel(int height, int width, float offset)
    {
        var random = new Random(5);
        var p = Enumerable.Range(0, 2 * height * width).Select(_ => offset + random.NextSingle()).ToArray();
        var t = Enumerable.Range(0, 2 * height * width).Select(_ => offset + random.NextSingle()).ToArray();
        var total = Math.Pow(Enumerable.Range(-5, 11).Sum(i => Math.Exp(-i * i / 4.5)), 2);
        double sum = 0;
        for (var k = 0; k < p.Length; k++)
        {
            var (plane, y, x) = (k / (height * width), k / width % height, k % width);
            double mp = 0, mt = 0, pp = 0, tt = 0, pt = 0;
            for (var dy = -5; dy <= 5; dy++)
            {
                for (var dx = -5; dx <= 5; dx++)
                {
                    var at = (plane * height * width) + (Mirror(y + dy, height) * width) + Mirror(x + dx, width);
                    var w = Math.Exp(-((dy * dy) + (dx * dx)) / 4.5) / total;
                    // Without the offset, which variances do not see, nothing cancels.
                    double a = p[at] - offset, b = t[at] - offset;
                    mp += w * a;
                    mt += w * b;
                    pp += w * a * a;
                    tt += w * b * b;
                    pt += w * a * b;
                }
            }

            (pp, tt, pt) = (pp - (mp * mp), tt - (mt * mt), pt - (mp * mt));
            (mp, mt) = (mp + offset, mt + offset);
            sum += ((2 * mp * mt) + 1e-4) * ((2 * pt) + 9e-4) / (((mp * mp) + (mt * mt) + 1e-4) * (pp + tt + 9e-4));
        }

        Assert.Equal(sum / p.Length, GaussianSsim.Mean(p, t, height, width, 1), offset == 0 ? 1e-12 : 1e-8);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(1, 40)]
    public void Images_smaller_than_the_window_are_measured(int height, int width)
    {
        var image = Enumerable.Range(0, height * width).Select(i => (float)i).ToArray();
        Assert.Equal(1, GaussianSsim.Mean(image, image, height, width, 1), 1e-12);
    }

    [Fact]
    public void Correlation_is_one_for_a_scaled_image_and_undefined_for_a_constant_one()
    {
        var scaled = Array.ConvertAll(Target, v => (3 * v) - 7);
        Assert.Equal(1, ImageMetrics.PearsonCorrelation(scaled, Target), 1e-9);
        Assert.Equal(-1, ImageMetrics.PearsonCorrelation(Array.ConvertAll(scaled, v => -v), Target), 1e-9);
        Assert.Equal(0.5, ImageMetrics.PearsonCorrelation([1, 2, 3], [1, 3, 2]), 1e-12);
        Assert.Equal(double.NaN, ImageMetrics.PearsonCorrelation(new float[256], Target));
    }

    [Fact]
    public void Challenge_metrics_do_not_change_with_scale_and_offset()
    {
        var one = ChallengeMetrics.Measure(Prediction, Target, 16, 16);
        var other = ChallengeMetrics.Measure(Array.ConvertAll(Prediction, v => (1024 * v) + 512), Target, 16, 16);
        Assert.Equal(one.Ssim, other.Ssim, 1e-5);
        Assert.Equal(one.Mae, other.Mae, 1e-5);
        Assert.Equal(one.Pcc, other.Pcc, 1e-6);
        Assert.Equal(one.CosineDistance, other.CosineDistance, 1e-5);
    }

    [Fact]
    public void A_prediction_of_zeros_has_defined_challenge_metrics()
    {
        var metrics = ChallengeMetrics.Measure(new float[256], Target, 16, 16);
        Assert.Equal(0, metrics.Pcc);
        Assert.Equal(1, metrics.CosineDistance);
        Assert.True(double.IsFinite(metrics.Ssim));
    }

    [Fact]
    public void Training_metrics_on_the_targets_range_see_a_wrong_offset_and_the_references_do_not()
    {
        var shifted = Array.ConvertAll(Target, v => v + 0.5f);
        Assert.True(TrainingMetrics.Measure(shifted, Target, 16, 16, MetricScale.OwnRange).PeakSignalToNoise > 100);
        Assert.InRange(TrainingMetrics.Measure(shifted, Target, 16, 16, MetricScale.TargetRange).PeakSignalToNoise, 5, 10);
    }

    [Fact]
    public void Averages_weigh_samples_and_leave_out_what_is_not_finite()
    {
        var average = new MetricAverage();
        Assert.Equal(double.NaN, average.Value);
        average.Add(1, 3);
        average.Add(5);
        average.Add(double.NaN, 2);
        average.Add(double.PositiveInfinity);
        Assert.Equal((2, 4, 3), (average.Value, average.Count, average.LeftOut));
    }

    [Fact]
    public void Images_of_different_size_are_not_compared()
    {
        Assert.Throws<ArgumentException>(() => ImageMetrics.MeanAbsoluteError(Target, Target.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => GaussianSsim.Mean(Target, Target, 16, 15));
        Assert.Throws<ArgumentException>(() => ChallengeMetrics.Measure(new float[12], new float[12], 3, 4));
        Assert.Throws<ArgumentException>(() => ImageMetrics.MeanSquaredError([], []));
    }

    private static int Mirror(int index, int size) => index < 0 ? -index : index >= size ? (2 * (size - 1)) - index : index;
}
