using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Normalization;

public sealed class NormalizerTests
{
    // The figures of section 11.1 of the reference's description.
    private static readonly float[] Image = [100, 200, 300, 400, 500, 60000];

    [Fact]
    public void Zero_mean_and_unit_variance()
    {
        var normalizer = For(NormalizationType.ZeroMeanUnitVariance);
        Assert.Equal(10250.0, normalizer.Mean, 1e-9);
        Assert.Equal(22249.250923720258, normalizer.StandardDeviation, 1e-9);
        float[] expected = [-0.4561951458f, -0.4517006278f, -0.4472060800f, -0.4427115619f, -0.4382170141f, 2.2360303402f];
        Compare.RelativeToLargest(expected, Normalised(normalizer), 1e-7, "normalised");
        Assert.Equal(Image, RoundTrip(normalizer));
    }

    [Fact]
    public void The_references_undoing_adds_the_positive_minimum_too()
    {
        Assert.Equal([200, 300, 400, 500, 600, 60100], RoundTrip(For(NormalizationType.ZeroMeanUnitVariance, NormalizationRules.Reference)));
        Assert.Equal([100, 200, 300, 400, 500, 60100], RoundTrip(For(NormalizationType.ScaleRange, NormalizationRules.Reference)).Select(MathF.Truncate));
    }

    [Theory]
    [InlineData(NormalizationRules.Luciole, new float[] { -20, 0, 1, 2.494f }, new float[] { 0, 2000, 2100, 2249 })]
    [InlineData(NormalizationRules.Reference, new float[] { -20, 0, 1, 2.494f }, new float[] { 0, 2000, 2100, 2249 })]
    [InlineData(NormalizationRules.Luciole, new float[] { -5, 0, 1, 2.5f }, new float[] { 500, 1000, 1100, 1250 })]
    [InlineData(NormalizationRules.Reference, new float[] { -5, 0, 1, 2.5f }, new float[] { 1000, 1500, 1600, 1750 })]
    public void Predictions_are_moved_up_only_when_their_minimum_is_negative(NormalizationRules rules, float[] predictions, float[] expected)
    {
        Normalised(1000, 100, SampleType.UInt16, rules).Undo(predictions);
        Assert.Equal(expected, predictions);
    }

    [Fact]
    public void Integers_are_saturated_and_never_wrapped()
    {
        float[] predictions = [-1, 0, 1, 4];
        Normalised(10250, 22249.25, SampleType.UInt16).Undo(predictions);
        Assert.Equal([0, 10250 + 11999, 32499 + 11999, 65535], predictions);

        float[] bytes = [0, 3, 100];
        Normalised(10, 1.5, SampleType.UInt8).Undo(bytes);
        Assert.Equal([10, 14, 160], bytes);
        float[] bright = [0, 1000];
        Normalised(10, 1.5, SampleType.UInt8).Undo(bright);
        Assert.Equal([10, 255], bright);
    }

    [Fact]
    public void Signed_integers_are_moved_up_like_unsigned_ones_and_single_precision_is_not()
    {
        float[] signed = [-20, 0, 2.494f];
        Normalised(1000, 100, SampleType.Int16).Undo(signed);
        Assert.Equal([0, 2000, 2249], signed);
        float[] single = [-20, 0, 1, 2.494f];
        Normalised(1000, 100, SampleType.Float32).Undo(single);
        Assert.Equal([-1000, 1000, 1100, 1249.4000244f], single);
    }

    [Fact]
    public void Halves_are_rounded_to_even()
    {
        float[] predictions = [0.5f, 1.5f, 2.5f, 3.5f];
        Normalised(0, 1, SampleType.UInt8).Undo(predictions);
        Assert.Equal([0, 2, 2, 4], predictions);
    }

    [Fact]
    public void Undoing_in_parts_with_the_global_minimum_equals_undoing_at_once()
    {
        var random = new Random(3);
        var predictions = Enumerable.Range(0, 1000).Select(_ => (float)(random.NextDouble() * 20) - 12).ToArray();
        var normalizer = Normalised(500, 90, SampleType.UInt16);
        Assert.True(normalizer.NeedsMinimum);
        var atOnce = predictions.ToArray();
        normalizer.Undo(atOnce);
        var minimum = predictions.Chunk(77).Min(part => normalizer.MinimumAfterUndo(part));
        var inParts = predictions.Chunk(77).SelectMany(part =>
        {
            normalizer.Undo(part, minimum);
            return part;
        });
        Assert.Equal(0, atOnce.Min());
        Assert.Equal(atOnce, inParts);
    }

    [Fact]
    public void Division_is_decided_by_the_type_and_not_by_the_maximum()
    {
        float[] dark = [50, 100, 150];
        Assert.Equal(65535, Normalizer.For(dark, SampleType.UInt16, new NormalizationSettings()).Divisor);
        Assert.Equal(255, Normalizer.For(dark, SampleType.UInt16, new NormalizationSettings { Rules = NormalizationRules.Reference }).Divisor);
        Assert.Equal(255, Normalizer.For(dark, SampleType.UInt8, new NormalizationSettings()).Divisor);
        Assert.Equal(1, Normalizer.For(new float[] { 0, 0.5f, 1 }, SampleType.Float32, new NormalizationSettings()).Divisor);
        Assert.Equal(65535, Normalizer.For(new float[] { 0, 300 }, SampleType.Float32, new NormalizationSettings()).Divisor);
        var normalizer = For(NormalizationType.Div);
        Assert.Equal(0.0015259022f, Normalised(normalizer)[0]);
        Assert.Equal(0.9155412912f, Normalised(normalizer)[5]);
        Assert.Equal(Image, RoundTrip(normalizer));
    }

    [Fact]
    public void Scaling_to_the_range_is_undone_exactly()
    {
        var normalizer = For(NormalizationType.ScaleRange);
        Assert.Equal(0.0016694490f, Normalised(normalizer)[1], 1e-9f);
        Assert.Equal(Image, RoundTrip(normalizer));
    }

    [Fact]
    public void Percentiles_clip_before_the_statistics()
    {
        var normalizer = Normalizer.For(
            Image, SampleType.UInt16, new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance, Clip = new IntensityClip(10, 90) });
        Assert.Equal(5300, normalizer.Mean, 1e-9);
        Assert.Equal(11158.591607665669, normalizer.StandardDeviation, 1e-9);
        float[] expected = [-0.4615277648f, -0.4570469260f, -0.4480852187f, -0.4391235113f, -0.4301618040f, 2.2359452248f];
        Compare.RelativeToLargest(expected, Normalised(normalizer), 1e-7, "normalised");
    }

    [Fact]
    public void A_given_mean_and_deviation_are_used_whatever_is_measured()
    {
        var settings = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance, Mean = 300, StandardDeviation = 100 };
        using var image = new MemoryImage(2, 3, 1, SampleType.UInt16, Image);
        float[] values = [100, 300, 600];
        Normalizer.For(image, settings).Apply(values);
        Assert.Equal([-2f, 0f, 3f], values.Select(v => MathF.Round(v, 6)));
        Assert.Equal(22249.250923720258, Normalizer.For(image, settings with { StandardDeviation = null }).StandardDeviation, 1e-9);
    }

    [Theory]
    [InlineData(NormalizationType.ScaleRange)]
    [InlineData(NormalizationType.ZeroMeanUnitVariance)]
    public void A_constant_image_becomes_zero_and_comes_back(NormalizationType type)
    {
        float[] values = [7, 7, 7];
        var normalizer = Normalizer.For(values, SampleType.UInt8, new NormalizationSettings { Type = type });
        normalizer.Apply(values);
        Assert.Equal([0, 0, 0], values);
        normalizer.Undo(values);
        Assert.Equal([7, 7, 7], values);
    }

    [Fact]
    public void A_reconstruction_is_not_moved_for_values_that_its_type_cannot_hold()
    {
        var (moved, kept) = (OutputScale.Raw(Normalised(1000, 100, SampleType.UInt16)), OutputScale.Reconstruction(Normalised(1000, 100, SampleType.UInt16)));
        Assert.True(moved.NeedsMinimum);
        Assert.False(kept.NeedsMinimum);
        float[] up = [-20, 0, 1], end = [-20, 0, 1];
        moved.Apply(up, moved.Minimum(up));
        kept.Apply(end, kept.Minimum(end));
        Assert.Equal([0, 2000, 2100], up);
        Assert.Equal([0, 1000, 1100], end);
        Assert.Equal(SampleType.UInt16, kept.SampleType);
    }

    [Fact]
    public void Three_output_scales_can_be_chosen()
    {
        float[] Predictions() => [-1, 0, 2];
        var raw = OutputScale.Raw(Normalised(1000, 100, SampleType.UInt8));
        var target = OutputScale.Target(TargetStatistics.Of([Normalised(100, 10, SampleType.UInt16), Normalised(300, 30, SampleType.UInt16)]));
        Assert.Equal([(SampleType.UInt8, 255f), (SampleType.UInt16, 240f), (SampleType.Float32, 2f)], new[] { raw, target, OutputScale.Normalised }.Select(scale =>
        {
            var values = Predictions();
            scale.Apply(values, scale.Minimum(values));
            return (scale.SampleType, values[2]);
        }));
        Assert.True(target.NeedsMinimum);
        Assert.False(OutputScale.Normalised.NeedsMinimum);
        Assert.Throws<InputException>(() => TargetStatistics.Of([]));
        Assert.Equal(SampleType.Float32, TargetStatistics.Of([Normalised(1, 1, SampleType.UInt8), Normalised(1, 1, SampleType.UInt16)]).SampleType);
    }

    private static Normalizer Normalised(double mean, double std, SampleType type, NormalizationRules rules = NormalizationRules.Luciole) => new()
    {
        Type = NormalizationType.ZeroMeanUnitVariance,
        SampleType = type,
        Mean = mean,
        StandardDeviation = std,
        Rules = rules,
    };

    private static Normalizer For(NormalizationType type, NormalizationRules rules = NormalizationRules.Luciole) =>
        Normalizer.For(Image, SampleType.UInt16, new NormalizationSettings { Type = type, Rules = rules });

    private static float[] Normalised(Normalizer normalizer)
    {
        var values = Image.ToArray();
        normalizer.Apply(values);
        return values;
    }

    private static float[] RoundTrip(Normalizer normalizer)
    {
        var values = Normalised(normalizer);
        normalizer.Undo(values);
        return values;
    }
}
