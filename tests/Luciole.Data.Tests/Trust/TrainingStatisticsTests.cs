using Luciole.Data.Trust;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Trust;

public sealed class TrainingStatisticsTests
{
    [Fact]
    public void Statistics_of_few_pixels_are_those_of_their_definitions()
    {
        // 0 0 0 4: mean 1, variance 3, third moment (3 * -1 + 27) / 4.
        var s = InputStatistics.Measure(new MemoryImage(2, 2, 1, SampleType.UInt16, [0, 0, 0, 4]));
        Assert.Equal((1, Math.Sqrt(3)), (s.Mean, s.StandardDeviation));
        Assert.Equal(6 / Math.Pow(3, 1.5), s.Skewness, 1e-12);
        Assert.Equal(-1 / Math.Sqrt(3), s.Low, 1e-12);
        Assert.Equal((0.97 * 4 - 1) / Math.Sqrt(3), s.High, 1e-6);
    }

    [Fact]
    public void An_image_without_contrast_has_statistics_too()
    {
        var s = InputStatistics.Measure(new MemoryImage(20, 20, 1, SampleType.UInt8, [.. Enumerable.Repeat(7f, 400)]));
        Assert.Equal((7, 0, 0, 0, 0, 0, 0, 0), (s.Mean, s.StandardDeviation, s.Skewness, s.Low, s.High, s.Grain, s.Focus, s.Saturated));
    }

    [Fact]
    public void Values_that_pile_up_at_an_end_are_saturated()
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 10_000).Select(_ => (float)Math.Round(1000 + (100 * Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5))))];
        double Saturated(Func<float, float> change) => InputStatistics.Measure(new MemoryImage(100, 100, 1, SampleType.UInt16, [.. values.Select(change)])).Saturated;
        Assert.Equal(0, Saturated(v => v));
        Assert.Equal(values.Count(v => v >= 1100) / 10_000.0, Saturated(v => Math.Min(v, 1100)));
        Assert.Equal(values.Count(v => v <= 900) / 10_000.0, Saturated(v => Math.Max(v, 900)));
        Assert.Equal(values.Count(v => v is <= 950 or >= 1050) / 10_000.0, Saturated(v => Math.Clamp(v, 950, 1050)));
    }

    [Fact]
    public void Images_that_are_no_numbers_are_refused()
    {
        var image = new MemoryImage(1, 3, 1, SampleType.Float32, [1, float.NaN, 2], "odd.npy");
        Assert.Contains("odd.npy", Assert.Throws<InputException>(() => InputStatistics.Measure(image)).Message);
    }

    [Fact]
    public void Ranges_are_kept_for_each_modality_and_come_back_from_json()
    {
        var statistics = Measure("image_1_PC_z0.tif", "image_1_PC_z1.tif", "image_2_BF_z0.tif", "cells.npy");
        Assert.Equal(["BF", "PC", "unknown"], statistics.Modalities.Keys);
        Assert.Equal([1, 2, 1], statistics.Modalities.Values.Select(m => m.Images));
        var expected = InputStatistics.Measure(Open("image_2_BF_z0.tif"));
        Assert.Equal(new StatisticRange(expected.Focus, expected.Focus), statistics.Modalities["BF"].Ranges["focus"]);
        var (a, b) = (InputStatistics.Measure(Open("image_1_PC_z0.tif")).Mean, InputStatistics.Measure(Open("image_1_PC_z1.tif")).Mean);
        Assert.Equal(new StatisticRange(Math.Min(a, b), Math.Max(a, b)), statistics.Modalities["PC"].Ranges["mean"]);

        var back = TrainingStatistics.FromJson(statistics.ToJson(), "statistics.json");
        Assert.Equal(statistics.ToJson(), back.ToJson());
        foreach (var (name, modality) in statistics.Modalities)
            Assert.Equal(modality.Ranges.OrderBy(r => r.Key), back.Modalities[name].Ranges.OrderBy(r => r.Key));
    }

    [Fact]
    public void An_unknown_modality_is_compared_with_all_and_an_unseen_one_with_none()
    {
        var known = Measure("image_1_PC_z0.tif", "image_2_BF_z0.tif");
        Assert.Equal(known.Modalities["PC"], known.Of("PC"));
        Assert.Null(known.Of("DIC"));
        Assert.Equal(2, known.Of(null)!.Images);
        Assert.Equal(2, Measure("a.tif", "b.tif").Of("DIC")!.Images);
    }

    [Fact]
    public void A_narrow_range_is_widened_by_a_tenth_of_its_values()
    {
        Assert.Equal(new StatisticRange(0, 40), new StatisticRange(10, 30).Widened());
        Assert.Equal(new StatisticRange(9, 11), new StatisticRange(10, 10).Widened());
        Assert.Equal(new StatisticRange(-11, -9), new StatisticRange(-10, -10).Widened());
        Assert.Equal(new StatisticRange(5, 60), new StatisticRange(10, 30).Doubled());
    }

    [Theory]
    [InlineData("", "holds no training statistics")]
    [InlineData("[]", "holds no training statistics")]
    [InlineData("{\"modalities\": {}}", "holds no training statistics")]
    [InlineData("{\"format\": \"other-9\"}", "other-9")]
    [InlineData("{\"format\": \"luciole-training-statistics-1\", \"modalities\": {}}", "names no modality")]
    [InlineData("{\"format\": \"luciole-training-statistics-1\", \"modalities\": {\"PC\": {\"images\": 2}}}", "PC has no mean")]
    public void Anything_else_is_refused(string json, string part)
    {
        var message = Assert.Throws<InputException>(() => TrainingStatistics.FromJson(json, "s.json")).Message;
        Assert.StartsWith("s.json: ", message);
        Assert.Contains(part, message);
    }

    [Fact]
    public void A_range_that_is_turned_round_or_counts_nothing_is_refused()
    {
        var json = Measure("a.tif").ToJson();
        Assert.Contains("counts no images", Refused(json.Replace("\"images\": 1", "\"images\": 0", StringComparison.Ordinal)));
        Assert.Contains("no range", Refused(json.Replace("\"focus\": [", "\"focus\": [2, 1], \"once\": [", StringComparison.Ordinal)));
        Assert.Contains("name a folder", Assert.Throws<InputException>(() => TrainingStatistics.Measure([])).Message);
    }

    private static string Refused(string json) => Assert.Throws<InputException>(() => TrainingStatistics.FromJson(json, "s.json")).Message;

    private static TrainingStatistics Measure(params string[] names) => TrainingStatistics.Measure(names, Open);

    private static MemoryImage Open(string name) => MemoryImage.Random(name.Sum(c => c), 40, 50) is var image ? new(40, 50, 1, SampleType.UInt16, image.Values, name) : image;
}
