using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Data.Filtering;
using Luciole.Files;

namespace Luciole.Workflows.Tests;

public sealed class SampleFilteringTests : IDisposable
{
    private static readonly SampleFilter s_dark = new([[new FilterCondition(SampleProperty.Mean, Comparison.Below, 10)]]);
    private readonly TemporaryFolder _folder = new();
    private readonly ListingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_left_out_is_told_listed_and_shown()
    {
        var samples = Samples(5, 20, 6, 30, 7);
        var kept = SampleFiltering.Apply(samples, s_dark, "DATA.TEST", new DataSettings { SaveFilteredImages = true, SavedFilteredImages = 2 }, _folder.File("f"), _log);
        Assert.Equal([samples[1], samples[3]], kept);
        Assert.Equal(3, _log.Notes.Count);
        Assert.Equal($"{samples[0].RawPath}: left out by DATA.TEST.FILTER_SAMPLES, as mean 5 is below 10", _log.Notes[0]);
        Assert.Equal(
            ["image,reason", .. new[] { 0, 2, 4 }.Select(i => $"\"{samples[i].RawPath}\",\"mean {5 + (i / 2)} is below 10\"")], File.ReadAllLines(_folder.File("f", "left_out_TEST.csv")));
        Assert.Equal(["0.npy", "2.npy"], Names("filtered"));
        Assert.Equal(["1.npy", "3.npy"], Names("not-filtered"));
        Assert.Equal(File.ReadAllBytes(samples[2].RawPath), File.ReadAllBytes(_folder.File("f", "filtered", "2.npy")));
    }

    [Fact]
    public void Many_reasons_are_told_in_short()
    {
        SampleFiltering.Apply(Samples([.. Enumerable.Repeat(1, 14), 50]), s_dark, "DATA.TRAIN", new DataSettings(), _folder.File("f"), _log);
        Assert.Equal(11, _log.Notes.Count);
        Assert.Equal("4 more are left out by DATA.TRAIN.FILTER_SAMPLES", _log.Notes[^1]);
        Assert.Equal(15, File.ReadAllLines(_folder.File("f", "left_out_TRAIN.csv")).Length);
        Assert.False(Directory.Exists(_folder.File("f", "filtered")));
    }

    [Fact]
    public void Nothing_left_is_an_error_and_no_filter_writes_nothing()
    {
        var samples = Samples(5, 6);
        var error = Assert.Throws<InputException>(() => SampleFiltering.Apply(samples, s_dark, "DATA.TEST", new DataSettings(), _folder.File("f"), _log));
        Assert.StartsWith("DATA.TEST.FILTER_SAMPLES: leaves out all 2 images, the first because mean 5 is below 10", error.Message, StringComparison.Ordinal);
        Assert.Same(samples, SampleFiltering.Apply(samples, null, "DATA.TEST", new DataSettings(), _folder.File("g"), _log));
        Assert.False(Directory.Exists(_folder.File("g")));
    }

    [Fact]
    public void A_damaged_image_stops_training_but_waits_for_its_turn_in_the_test()
    {
        var samples = Samples(5, 20);
        File.WriteAllText(samples[1].RawPath, "no array");
        Assert.Throws<InputException>(() => SampleFiltering.Apply(samples, s_dark, "DATA.TRAIN", new DataSettings(), _folder.File("f"), _log));
        Assert.Equal([samples[1]], SampleFiltering.Apply(samples, s_dark, "DATA.TEST", new DataSettings(), _folder.File("f"), _log, keepDamaged: true));
    }

    private IEnumerable<string?> Names(string folder) => Directory.GetFiles(_folder.File("f", folder)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private List<Sample> Samples(params int[] means) =>
    [
        .. means.Select((mean, i) =>
        {
            var path = _folder.File("in", $"{i}.npy");
            NumpyFile.Write(path, [mean - 1, mean, mean, mean + 1], 2, 2);
            return new Sample(path, null, path);
        }),
    ];
}
