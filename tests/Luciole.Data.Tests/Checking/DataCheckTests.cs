using System.Collections.Concurrent;
using Luciole.Data.Checking;
using Luciole.Data.Discovery;
using Luciole.Data.Loading;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Checking;

public sealed class DataCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Sample> _samples = [];
    private readonly ConcurrentBag<string> _opened = [];
    private readonly CheckSettings _settings = new() { Patch = PatchShape.Square(16), Clip = new IntensityClip(1, 99), Workers = 3 };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_image_is_measured_once_as_the_loader_would()
    {
        Add("a", raws: 3);
        Add("b", raws: 2);
        var told = new List<(int Done, int Total)>();
        var found = Check().Run(_samples, (done, total) => told.Add((done, total)));
        Assert.Equal(7, _opened.Count);
        Assert.Equal(Enumerable.Range(1, 7).Select(n => (n, 7)), told);
        Assert.Empty(found.Damaged);
        foreach (var (path, image) in found.Sound)
        {
            using var source = ImageFile.Open(path);
            Assert.Equal(new ImageSize(12, 20, 1), image.Size);
            Assert.Equal(ImageStatistics.Measure(source, _settings.Clip, ReflectPadding.ToPatch(12, 20, _settings.Patch)), image.Statistics);
        }

        var settings = new LoaderSettings { Patch = _settings.Patch, BatchSize = 2, Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance, Clip = _settings.Clip } };
        var measured = new SampleLoader(_samples, ImageFile.Open, settings).Epoch(0).SelectMany(b => b.Raw.Concat(b.Target!));
        var known = new SampleLoader(_samples, new ImageCache(ImageFile.Open, 0), settings, found.Sound).Epoch(0).SelectMany(b => b.Raw.Concat(b.Target!));
        Assert.Equal(measured, known);
    }

    [Fact]
    public void What_was_decoded_stays_in_the_cache_targets_first()
    {
        Add("a", raws: 3);
        Add("b", raws: 2);
        var images = new ImageCache(Open, 2 * 12 * 20 * sizeof(float) * 8 / 7);
        new DataCheck(images, _settings with { Workers = 1 }, CheckRecord.None).Run(_samples, (_, _) => { });
        _opened.Clear();
        foreach (var target in _samples.Select(s => s.TargetPath!).Distinct())
            images.Get(target).Dispose();
        Assert.Empty(_opened);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void The_first_damaged_image_stops_the_check_by_its_name(int workers)
    {
        for (var i = 0; i < 6; i++)
            Add($"f{i}", raws: 1);
        Damage(_samples[4].TargetPath!);
        Damage(_samples[2].TargetPath!);
        Damage(_samples[0].RawPath);
        var error = Assert.Throws<InputException>(() => Check(_settings with { Workers = workers }).Run(_samples, (_, _) => { }));
        Assert.StartsWith(_samples[2].TargetPath!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_no_number_is_damage()
    {
        Add("a", raws: 1);
        var values = new float[12 * 20];
        values[77] = float.NaN;
        NumpyFile.Write(_samples[0].RawPath, values, 12, 20);
        Assert.StartsWith(_samples[0].RawPath, Assert.Throws<InputException>(() => Check().Run(_samples, (_, _) => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_images_are_left_out_with_what_belongs_to_them_alone()
    {
        Add("sound", raws: 1);
        Add("one_raw_damaged", raws: 3);
        Add("all_raws_damaged", raws: 2);
        Add("target_damaged", raws: 2);
        Damage(Named("one_raw_damaged", 1).RawPath);
        Damage(Named("all_raws_damaged", 0).RawPath);
        Damage(Named("all_raws_damaged", 1).RawPath);
        Damage(Named("target_damaged", 0).TargetPath!);
        var found = Check(_settings with { SkipDamaged = true }).Run(_samples, (_, _) => { });
        var (kept, skipped) = found.Keep(_samples);
        Assert.Equal([Named("sound", 0), Named("one_raw_damaged", 0), Named("one_raw_damaged", 2)], kept);
        Assert.Equal(
            ["one_raw_damaged_1", "all_raws_damaged_0", "all_raws_damaged_t", "all_raws_damaged_1", "target_damaged_0", "target_damaged_t", "target_damaged_1"],
            skipped.Select(s => Path.GetFileNameWithoutExtension(s.Path)));
        Assert.Contains("is empty", skipped[0].Reason);
        Assert.Equal("none of its raw images can be read", skipped[2].Reason);
        Assert.StartsWith("its target ", skipped[4].Reason);
        Assert.Contains("is empty", skipped[5].Reason);
        var (all, none) = found.Keep(kept);
        Assert.Equal(kept, all);
        Assert.Empty(none);
    }

    [Fact]
    public void A_second_check_reads_only_what_changed()
    {
        Add("a", raws: 2);
        Add("b", raws: 1);
        var record = _folder.File("checked.jsonl");
        var first = Check(record: record).Run(_samples, (_, _) => { });
        _opened.Clear();
        var second = Check(record: record).Run(_samples, (_, _) => { });
        Assert.Empty(_opened);
        Assert.Equal(first.Sound.OrderBy(p => p.Key), second.Sound.OrderBy(p => p.Key));

        NumpyFile.Write(_samples[1].RawPath, new float[10 * 20], 10, 20);
        File.SetLastWriteTimeUtc(_samples[2].RawPath, DateTime.UtcNow.AddDays(1));
        var third = Check(record: record).Run(_samples, (_, _) => { });
        Assert.Equal([_samples[1].RawPath, _samples[2].RawPath], _opened.Order());
        Assert.Equal((10, 0.0), (third.Sound[_samples[1].RawPath].Size.Height, third.Sound[_samples[1].RawPath].Statistics.Maximum));

        File.Delete(_samples[0].TargetPath!);
        Assert.Contains("does not exist", Assert.Throws<InputException>(() => Check(record: record).Run(_samples, (_, _) => { })).Message);
    }

    [Fact]
    public void Figures_measured_otherwise_are_not_taken()
    {
        Add("a", raws: 1);
        var record = _folder.File("checked.jsonl");
        Check(record: record).Run(_samples, (_, _) => { });
        CheckSettings[] others =
        [
            _settings with { Patch = PatchShape.Square(32) }, _settings with { ReflectToPatch = false }, _settings with { Clip = null },
            _settings with { Clip = new IntensityClip(1, 98) }, _settings with { Clip = new IntensityClip(lowerValue: 1, upperValue: 99) },
        ];
        Assert.Equal(6, others.Append(_settings).Select(s => s.Description).Distinct().Count());
        foreach (var other in others)
        {
            _opened.Clear();
            Check(other, record).Run(_samples, (_, _) => { });
            Assert.Equal(2, _opened.Count);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]\n")]
    [InlineData("{\"luciole\": 1}\n")]
    [InlineData("[1, 2, 3]\n[4]")]
    public void A_record_of_something_else_is_ignored_and_replaced(string text)
    {
        Add("a", raws: 1);
        var record = _folder.File("checked.jsonl");
        File.WriteAllText(record, text);
        Check(record: record).Run(_samples, (_, _) => { });
        Assert.Equal(2, _opened.Count);
        Check(record: record).Run(_samples, (_, _) => { });
        Assert.Equal(2, _opened.Count);
    }

    [Fact]
    public void A_record_with_any_byte_changed_or_cut_off_is_ignored()
    {
        Add("a", raws: 1);
        var record = _folder.File("checked.jsonl");
        Check(record: record).Run(_samples, (_, _) => { });
        var bytes = File.ReadAllBytes(record);
        var random = new Random(1);
        for (var trial = 0; trial < 60; trial++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(7));
            File.WriteAllBytes(record, trial % 2 == 0 ? damaged : bytes[..random.Next(bytes.Length)]);
            Assert.Null(CheckRecord.Open(record, _settings.Description).Find(_samples[0].RawPath));
        }
    }

    [Fact]
    public void A_check_that_ends_early_leaves_what_it_measured()
    {
        for (var i = 0; i < 5; i++)
            Add($"f{i}", raws: 1);
        var record = _folder.File("checked.jsonl");
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Check(_settings with { Workers = 1 }, record).Run(
            _samples,
            (done, _) =>
            {
                if (done == 3)
                    cancellation.Cancel();
            },
            cancellation.Token));
        Assert.NotNull(CheckRecord.Open(record, _settings.Description).Find(_samples[2].TargetPath!));

        Damage(_samples[4].RawPath);
        Assert.Throws<InputException>(() => Check(record: record).Run(_samples, (_, _) => { }));
        _opened.Clear();
        Damage(_samples[3].RawPath);
        Assert.Throws<InputException>(() => Check(record: record).Run(_samples, (_, _) => { }));
        Assert.Empty(_opened.Except([_samples[3].RawPath, _samples[4].RawPath]));
    }

    private DataCheck Check(CheckSettings? settings = null, string? record = null) => new(
        new ImageCache(Open, 1 << 20), settings ?? _settings, record is null ? CheckRecord.None : CheckRecord.Open(record, (settings ?? _settings).Description));

    private INativeImageSource Open(string path)
    {
        _opened.Add(path);
        return ImageFile.Open(path);
    }

    private Sample Named(string unit, int raw) => _samples.Where(s => s.Unit == unit).ElementAt(raw);

    private static void Damage(string path) => File.WriteAllBytes(path, []);

    private void Add(string unit, int raws)
    {
        var target = Write($"{unit}_t");
        _samples.AddRange(Enumerable.Range(0, raws).Select(i => new Sample(Write($"{unit}_{i}"), target, unit)));
    }

    private string Write(string name)
    {
        var path = _folder.File($"{name}.npy");
        NumpyFile.Write(path, MemoryImage.Random(_samples.Count + name.Length, 12, 20).Values, 12, 20);
        return path;
    }
}
