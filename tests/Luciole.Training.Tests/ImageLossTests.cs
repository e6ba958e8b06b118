using System.Text.Json;
using Luciole.Metrics;
using Luciole.Torch;

namespace Luciole.Training.Tests;

public sealed class ImageLossTests : IDisposable
{
    // The inputs of section 11.3 of the reference's description; figures of torchmetrics 1.4.3.
    private static readonly float[] s_target = [.. Enumerable.Range(0, 256).Select(i => i / 255f)];
    private static readonly float[] s_prediction = [.. Enumerable.Range(0, 256).Select(i => (float)((0.8 * (i / 255f)) + (0.1 * Math.Sin(i))))];

    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Losses_and_gradients_equal_the_references()
    {
        var cases = Golden.Cases("metrics").Where(c => c.GetProperty("case").GetString()!.StartsWith("loss_", StringComparison.Ordinal)).ToList();
        Assert.Equal(10, cases.Count);
        foreach (var c in cases)
        {
            var name = c.GetProperty("case").GetString()!;
            var loss = Loss(name, c.GetProperty("weights"));
            var prediction = Array(c, "prediction");
            prediction.RequiresGrad = true;
            var value = loss.Of(prediction, Array(c, "target"));
            var expected = c.GetProperty("loss").GetDouble();
            Assert.True(Math.Abs(value.Item() - expected) <= c.GetProperty("rel_tol").GetDouble() * expected, $"{name}: {value.Item():R} for {expected:R}");
            value.Backward();
            Compare.RelativeL2(Array(c, "grad").ToArray<float>(), prediction.Gradient!.ToArray<float>(), c.GetProperty("rel_tol_grad").GetDouble(), name);
        }
    }

    [Fact]
    public void The_similarity_equals_torchmetrics()
    {
        var (p, t) = (Tensor.From(s_prediction, 1, 1, 16, 16), Tensor.From(s_target, 1, 1, 16, 16));
        Assert.Equal(1 - 0.67726326, ImageLoss.Ssim(SimilarityRange.Batch).Of(p, t).Item(), 3e-6);
        Assert.Equal(1 - 0.67972362, ImageLoss.Ssim(SimilarityRange.Unit).Of(p, t).Item(), 3e-6);
    }

    [Theory]
    [InlineData(SimilarityRange.Unit)]
    [InlineData(SimilarityRange.Batch)]
    public void It_equals_the_metric_that_is_summed_in_double_precision(SimilarityRange range)
    {
        var random = new Random(3);
        float[] Values(double scale) => [.. Enumerable.Range(0, 2 * 3 * 17 * 23).Select(i => (float)((Math.Sin(i / 9.0) + (0.3 * random.NextDouble())) * scale))];
        var (p, t) = (Values(1.2), Values(0.9));
        var loss = ImageLoss.Ssim(range).Of(Tensor.From(p, 2, 3, 17, 23), Tensor.From(t, 2, 3, 17, 23)).Item();
        float[] Clamped(float[] values) => System.Array.ConvertAll(values, v => Math.Clamp(v, 0, 1));
        var expected = range == SimilarityRange.Unit ? GaussianSsim.Mean(Clamped(p), Clamped(t), 17, 23, 1) : GaussianSsim.Mean(p, t, 17, 23);
        Assert.Equal(1 - expected, loss, 1e-5);
    }

    [Theory]
    [InlineData(SimilarityRange.Unit)]
    [InlineData(SimilarityRange.Batch)]
    public void Its_gradient_is_that_of_small_changes(SimilarityRange range)
    {
        const double change = 1e-5;
        var (p, t) = (Doubles(s_prediction), Doubles(s_target));
        p.RequiresGrad = true;
        var loss = ImageLoss.Ssim(range);
        loss.Of(p, t).Backward();
        var gradient = p.Gradient!.ToArray<double>();
        // Among them the largest and the smallest value, through which the range moves, and values outside [0, 1].
        var values = s_prediction;
        int[] places = [2, 5, 100, 255, System.Array.IndexOf(values, values.Max()), System.Array.IndexOf(values, values.Min())];
        foreach (var at in places)
        {
            double With(double difference)
            {
                var changed = Doubles(values);
                changed.AsSpan<double>()[at] += difference;
                return loss.Of(changed, t).Item();
            }

            Assert.Equal((With(change) - With(-change)) / (2 * change), gradient[at], 1e-7);
        }

        Assert.Equal(range == SimilarityRange.Batch, gradient[System.Array.IndexOf(values, values.Min())] != 0);
    }

    [Fact]
    public void Equal_images_have_no_loss()
    {
        var t = Tensor.From(s_target, 1, 1, 16, 16);
        foreach (var loss in new[] { ImageLoss.Mse, ImageLoss.Mae, ImageLoss.Ssim(SimilarityRange.Batch), ImageLoss.Weighted(ImageLoss.Mae, 0.66, 0.34, SimilarityRange.Unit) })
            Assert.Equal(0, loss.Of(t.Clone(), t).Item(), 1e-6);
    }

    [Fact]
    public void Constant_images_have_a_finite_loss_and_gradient()
    {
        foreach (var (a, b) in new[] { (0f, 0f), (0.5f, 0.5f), (0.2f, 0.7f), (-3f, 2f) })
        {
            var prediction = Tensor.Full([1, 1, 12, 12], a);
            prediction.RequiresGrad = true;
            var loss = ImageLoss.Ssim(SimilarityRange.Batch).Of(prediction, Tensor.Full([1, 1, 12, 12], b));
            loss.Backward();
            Assert.InRange(loss.Item(), -1e-4, 2);
            Assert.True(prediction.Gradient!.AllFinite());
        }
    }

    [Fact]
    public void A_weighted_loss_is_the_weighted_sum()
    {
        var (p, t) = (Tensor.From(s_prediction, 1, 1, 16, 16), Tensor.From(s_target, 1, 1, 16, 16));
        var ssim = ImageLoss.Ssim(SimilarityRange.Batch).Of(p, t).Item();
        foreach (var first in new[] { ImageLoss.Mse, ImageLoss.Mae })
            Assert.Equal((0.7 * first.Of(p, t).Item()) + (0.3 * ssim), ImageLoss.Weighted(first, 0.7, 0.3, SimilarityRange.Batch).Of(p, t).Item(), 1e-6);
        Assert.Equal(s_prediction.Zip(s_target, (a, b) => Math.Pow(a - b, 2)).Average(), ImageLoss.Mse.Of(p, t).Item(), 1e-7);
        Assert.Equal(s_prediction.Zip(s_target, (a, b) => Math.Abs(a - b)).Average(), ImageLoss.Mae.Of(p, t).Item(), 1e-6);
    }

    [Fact]
    public void No_gradient_flows_into_a_plain_target()
    {
        var p = Tensor.From(s_prediction, 1, 1, 16, 16);
        p.RequiresGrad = true;
        var t = Tensor.From(s_target, 1, 1, 16, 16);
        ImageLoss.Ssim(SimilarityRange.Batch).Of(p, t).Backward();
        Assert.Null(t.Gradient);
        Assert.NotNull(p.Gradient);
    }

    private static ImageLoss Loss(string name, JsonElement weights)
    {
        var range = name.StartsWith("loss_unit_", StringComparison.Ordinal) ? SimilarityRange.Unit : SimilarityRange.Batch;
        return name[(name.IndexOf('_', 5) + 1)..] switch
        {
            "MSE" => ImageLoss.Mse,
            "MAE" => ImageLoss.Mae,
            "SSIM" => ImageLoss.Ssim(range),
            var weighted => ImageLoss.Weighted(
                weighted == "W_MAE_SSIM" ? ImageLoss.Mae : ImageLoss.Mse, weights[0].GetDouble(), weights[1].GetDouble(), range),
        };
    }

    private static Tensor Array(JsonElement c, string key)
    {
        var array = Golden.Array("metrics", c.GetProperty(key).GetString()!);
        return Tensor.From(array.ToFloats(), array.Shape);
    }

    private static Tensor Doubles(float[] values) => Tensor.From(System.Array.ConvertAll(values, v => (double)v), 1, 1, 16, 16);
}
