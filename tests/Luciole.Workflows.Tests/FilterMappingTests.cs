using Luciole.Configuration;
using Luciole.Data.Filtering;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows.Tests;

public sealed class FilterMappingTests
{
    [Theory]
    [InlineData("mean", SampleProperty.Mean)]
    [InlineData("min", SampleProperty.Minimum)]
    [InlineData("max", SampleProperty.Maximum)]
    [InlineData("target_mean", SampleProperty.TargetMean)]
    [InlineData("target_min", SampleProperty.TargetMinimum)]
    [InlineData("target_max", SampleProperty.TargetMaximum)]
    [InlineData("diff", SampleProperty.Difference)]
    [InlineData("diff_by_min_max_ratio", SampleProperty.DifferenceTimesRange)]
    [InlineData("diff_by_target_min_max_ratio", SampleProperty.DifferenceTimesTargetRange)]
    public void Properties_and_signs_are_BiaPys(string name, SampleProperty property)
    {
        var statistics = SampleStatistics.Measure(ImageArray.FromSingle(1, 3, 1, [1, 5, 9]), ImageArray.FromSingle(1, 3, 1, [2, 20, 40]));
        var value = statistics[property];
        foreach (var (sign, below, at, above) in new[] { ("gt", true, false, false), ("ge", true, true, false), ("lt", false, false, true), ("le", false, true, true) })
        {
            bool LeftOut(double threshold) => Filter(hasTargets: true, $"PROPS=[['{name}']]", FormattableString.Invariant($"VALUES=[[{threshold}]]"), $"SIGNS=[['{sign}']]")!.ReasonAgainst(statistics) is not null;
            Assert.Equal((below, at, above), (LeftOut(value - 0.5), LeftOut(value), LeftOut(value + 0.5)));
        }
    }

    [Fact]
    public void Groups_and_normalisation_reach_the_filter()
    {
        var image = ImageArray.FromSingle(1, 2, 1, [100, 300]);
        string[] groups = ["PROPS=[['max'], ['min', 'mean']]", "VALUES=[[1000], [200, 150]]", "SIGNS=[['gt'], ['lt', 'gt']]"];
        Assert.Equal("min 100 is below 200 and mean 200 is above 150", Filter(false, groups)!.ReasonAgainst(SampleStatistics.Measure(image, null)));
        var samples = new[] { new Data.Discovery.Sample("a", null, "a") };
        string[] scaled = ["PROPS=[['max']]", "VALUES=[[1.01]]", "SIGNS=[['lt']]"];
        Assert.Single(Filter(false, scaled)!.Keep(samples, _ => image).Kept);
        Assert.Empty(Filter(false, [.. scaled, "NORM_BEFORE=True"])!.Keep(samples, _ => image).Kept);
    }

    [Fact]
    public void What_is_off_filters_nothing() => Assert.Null(Filter(false, "ENABLE=False"));

    [Theory]
    [InlineData("foreground", "segmentation")]
    [InlineData("median", "no such property")]
    [InlineData("target_mean", "DATA.TEST.LOAD_GT")]
    [InlineData("diff", "DATA.TEST.LOAD_GT")]
    public void What_cannot_be_measured_is_refused(string name, string word)
    {
        var error = Assert.Throws<InputException>(() => Filter(false, $"PROPS=[['mean', '{name}']]", "VALUES=[[1, 1]]", "SIGNS=[['gt', 'gt']]"));
        Assert.StartsWith("DATA.TEST.FILTER_SAMPLES.PROPS: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message);
        Assert.Contains(word, error.Message);
    }

    [Fact]
    public void A_group_without_a_property_is_refused() =>
        Assert.Contains("without a property", Assert.Throws<InputException>(() => Filter(false, "PROPS=[['mean'], []]", "VALUES=[[1], []]", "SIGNS=[['gt'], []]")).Message);

    private static SampleFilter? Filter(bool hasTargets, params string[] settings)
    {
        var data = ConfigurationReader.ReadText(
            "{PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {NORMALIZATION: {TYPE: scale_range}, TEST: {FILTER_SAMPLES: {ENABLE: True, PROPS: [['mean']], VALUES: [[1]], SIGNS: [['gt']]}}}, MODEL: {ARCHITECTURE: unetr, DROPOUT_VALUES: [0.0]}}",
            "test.yaml",
            [.. settings.Select(s => "DATA.TEST.FILTER_SAMPLES." + s)]).Configuration.Data;
        return FilterMapping.FilterOf(data.Test.FilterSamples, "DATA.TEST", data.Normalization, hasTargets);
    }
}
