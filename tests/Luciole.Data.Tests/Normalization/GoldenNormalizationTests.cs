using System.Text.Json;
using Luciole.Data.Normalization;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Normalization;

public sealed class GoldenNormalizationTests
{
    [Fact]
    public void Statistics_and_normalised_values_equal_the_references()
    {
        var cases = Golden.Cases("norm");
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var name = c.GetProperty("case").GetString()!;
            using var image = ImageOf(c);
            var normalizer = NormalizerFor(c, image, NormalizationRules.Reference);
            CheckStatistics(c, normalizer, name);
            var values = image.Values.ToArray();
            normalizer.Apply(values);
            Compare.RelativeToLargest(Floats(c, "normalised"), values, 1e-5, name);
        }
    }

    [Fact]
    public void Undoing_equals_the_references_numbers_before_its_cast()
    {
        foreach (var c in Golden.Cases("norm").Where(c => c.TryGetProperty("undone", out _)))
        {
            var name = c.GetProperty("case").GetString()!;
            using var image = ImageOf(c);
            var normalizer = NormalizerFor(c, image, NormalizationRules.Reference);
            foreach (var (input, expected) in new[] { ("normalised", "undone_before_cast"), ("prediction", "prediction_undone_before_cast") })
            {
                if (!c.TryGetProperty(input, out _))
                    continue;
                var values = Floats(c, input);
                normalizer.Undo(values);
                CheckUndone(Floats(c, expected), values, image.SampleType, normalizer.Type, $"{name} {expected}");
            }
        }
    }

    [Fact]
    public void Our_own_undoing_returns_the_image_wherever_it_was_not_clipped()
    {
        foreach (var c in Golden.Cases("norm").Where(c => c.TryGetProperty("undone", out _)))
        {
            var name = c.GetProperty("case").GetString()!;
            using var image = ImageOf(c);
            var normalizer = NormalizerFor(c, image, NormalizationRules.Luciole);
            var values = image.Values.ToArray();
            normalizer.Apply(values);
            normalizer.Undo(values);
            var clipped = image.Values.Select(v => (float)Math.Clamp(v, normalizer.ClipLower ?? v, normalizer.ClipUpper ?? v)).ToArray();
            if (image.SampleType == SampleType.Float32)
                Compare.RelativeToLargest(clipped, values, 1e-5, name);
            else
                Assert.Equal(clipped, values);
        }
    }

    [Fact]
    public void Our_own_undoing_of_predictions_differs_from_the_reference_only_by_its_faults()
    {
        // Zero mean: the reference adds |minimum| even when it is positive; without that the numbers are the same.
        foreach (var c in Golden.Cases("norm").Where(c => c.TryGetProperty("prediction", out _) && c.GetProperty("type").GetString() == "zero_mean_unit_variance"))
        {
            using var image = ImageOf(c);
            var normalizer = NormalizerFor(c, image, NormalizationRules.Luciole);
            var ours = Floats(c, "prediction");
            normalizer.Undo(ours);
            var expected = Floats(c, "prediction_undone_before_cast");
            if (image.SampleType != SampleType.Float32)
            {
                var wrongShift = Math.Max(0, normalizer.MinimumAfterUndo(Floats(c, "prediction")));
                expected = [.. expected.Select(v => Math.Clamp((float)(v - wrongShift), image.SampleType.Lowest(), image.SampleType.Highest()))];
            }

            CheckUndone(expected, ours, image.SampleType, normalizer.Type, c.GetProperty("case").GetString()!);
        }
    }

    private static void CheckUndone(float[] expected, float[] actual, SampleType type, NormalizationType formula, string what)
    {
        if (type == SampleType.Float32)
        {
            Compare.RelativeToLargest(expected, actual, 1e-5, what);
            return;
        }

        var tolerance = formula == NormalizationType.ZeroMeanUnitVariance ? 2 : 1;
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{what} at {i}: {actual[i]} for {expected[i]}");
    }

    private static void CheckStatistics(JsonElement c, Normalizer normalizer, string name)
    {
        if (!c.TryGetProperty("stats", out var stats))
            return;
        // The reference measures patches and float images in single precision.
        var meanTolerance = 1e-6 * (1 + (normalizer.StandardDeviation / Math.Max(1e-30, Math.Abs(normalizer.Mean))));
        Near(stats, "mean", normalizer.Mean, meanTolerance, name);
        Near(stats, "std", normalizer.StandardDeviation, 1e-6, name);
        Near(stats, "div_value", normalizer.Divisor, 0, name);
        Near(stats, "scale_range_min_val", normalizer.Minimum, 1e-7, name);
        Near(stats, "scale_range_max_val", normalizer.Maximum, 1e-7, name);
        if (normalizer.SampleType == SampleType.Float32)
        {
            Near(stats, "clip_lower", normalizer.ClipLower ?? 0, 1e-12, name);
            Near(stats, "clip_upper", normalizer.ClipUpper ?? 0, 1e-12, name);
        }
        else if (stats.TryGetProperty("clip_lower", out var lower) && lower.ValueKind == JsonValueKind.Number)
        {
            Assert.Equal(Math.Truncate(lower.GetDouble()), normalizer.ClipLower);
            Assert.Equal(Math.Truncate(stats.GetProperty("clip_upper").GetDouble()), normalizer.ClipUpper);
        }
    }

    private static void Near(JsonElement stats, string key, double actual, double relative, string name)
    {
        if (!stats.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
            return;
        var expected = (value.ValueKind == JsonValueKind.Array ? value[0] : value).GetDouble();
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Abs(expected), $"{name} {key}: {actual:R} for {expected:R}");
    }

    private static Normalizer NormalizerFor(JsonElement c, MemoryImage image, NormalizationRules rules)
    {
        var clip = c.TryGetProperty("clip", out var bounds) && bounds.ValueKind == JsonValueKind.Array
            ? new IntensityClip(bounds[0].GetDouble(), bounds[1].GetDouble())
            : null;
        var settings = new NormalizationSettings
        {
            Type = c.GetProperty("type").GetString() switch
            {
                "div" => NormalizationType.Div,
                "scale_range" => NormalizationType.ScaleRange,
                _ => NormalizationType.ZeroMeanUnitVariance,
            },
            Clip = clip,
            Mean = c.TryGetProperty("mean", out var mean) ? mean.GetDouble() : null,
            StandardDeviation = c.TryGetProperty("std", out var std) ? std.GetDouble() : null,
            Rules = rules,
        };
        return c.TryGetProperty("measure_by", out var by) && by.GetString() == "patch"
            ? Normalizer.For(image.Values, image.SampleType, settings)
            : Normalizer.For(image, settings);
    }

    private static MemoryImage ImageOf(JsonElement c) => MemoryImage.From(Golden.Array("norm", c.GetProperty("image").GetString()!));

    private static float[] Floats(JsonElement c, string key) => Golden.Array("norm", c.GetProperty(key).GetString()!).ToFloats();
}
