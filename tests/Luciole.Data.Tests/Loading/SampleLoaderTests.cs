using System.Collections.Concurrent;
using Luciole.Data.Augmentation;
using Luciole.Data.Checking;
using Luciole.Data.Discovery;
using Luciole.Data.Loading;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Data.Tests.Augmentation;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Loading;

public sealed class SampleLoaderTests
{
    private static readonly NormalizationSettings ZeroMean = new() { Type = NormalizationType.ZeroMeanUnitVariance };

    /// <summary>Random patches, shuffled, with every augmentation.</summary>
    private static readonly LoaderSettings Everything = new()
    {
        Patch = PatchShape.Square(16),
        BatchSize = 5,
        Choice = PatchChoice.Random,
        Shuffle = true,
        Seed = 11,
        Normalization = ZeroMean,
        Augmentation = new AugmentationPipeline(EveryAugmentationTests.All.Select(row => row.Data), 0.5),
    };

    private readonly ConcurrentBag<string> _opened = [];
    private readonly HashSet<string> _damaged = [];
    private readonly Dictionary<string, MemoryImage> _files = [];
    private readonly List<Sample> _samples = [];

    [Fact]
    public void Patches_of_the_grid_are_cut_and_normalised_with_their_images_statistics()
    {
        Add("a", 40, 24, raws: 1);
        var settings = new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 4, Normalization = ZeroMean };
        var batches = Loader(settings).Epoch(0).ToList();
        Assert.Equal([4, 2], batches.Select(b => b.Count));
        var grid = new PatchGrid(40, 24, PatchShape.Square(16));
        var patches = batches.SelectMany(b => b.Raw.Chunk(256)).ToList();
        var targets = batches.SelectMany(b => b.Target!.Chunk(256)).ToList();
        for (var i = 0; i < grid.Count; i++)
        {
            Assert.Equal(Expected("a_raw0", grid[i]), patches[i]);
            Assert.Equal(Expected("a_target", grid[i]), targets[i]);
        }
    }

    [Fact]
    public void Small_images_are_reflected_with_their_targets()
    {
        Add("a", 10, 30, raws: 1);
        var batch = Assert.Single(Loader(new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 8 }).Epoch(0));
        Assert.Equal(2, batch.Count);
        var padding = ReflectPadding.ToPatch(10, 30, PatchShape.Square(16));
        var padded = padding.Apply(_files["a_target"].Values, 1);
        Assert.Equal(padded[5 * 30] / 65535, batch.Target![5 * 16]);
        var refused = new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 8, ReflectToPatch = false };
        Assert.Contains("a_raw0", Assert.Throws<InputException>(() => Loader(refused)).Message);
    }

    [Fact]
    public void Channels_come_first_in_a_batch()
    {
        _files["rgb"] = new MemoryImage(1, 2, 3, SampleType.UInt8, [1, 2, 3, 4, 5, 6], "rgb");
        _samples.Add(new Sample("rgb", null, "rgb"));
        var batch = Assert.Single(Loader(new LoaderSettings { Patch = new PatchShape(1, 2), BatchSize = 1 }).Epoch(0));
        Assert.Equal([1, 4, 2, 5, 3, 6], batch.Raw.Select(v => MathF.Round(v * 255)));
        Assert.Equal(3, batch.RawChannels);
        Assert.Null(batch.Target);
    }

    [Fact]
    public void Batches_are_the_same_whatever_the_threads_and_the_cache()
    {
        for (var i = 0; i < 6; i++)
            Add($"f{i}", 40, 33, raws: 3, channels: 3);
        var expected = Contents(Loader(Everything with { Workers = 0 }).Epoch(3));
        foreach (var workers in new[] { 1, 2, 5 })
            Assert.Equal(expected, Contents(Loader(Everything with { Workers = workers }).Epoch(3)));
        Assert.Equal(expected, Contents(Loader(Everything with { Workers = 5, CacheBytes = 0 }).Epoch(3)));
        Assert.Equal(expected, Contents(Loader(Everything with { Workers = 5, CacheBytes = 20_000, Prefetch = 1 }).Epoch(3)));
        Assert.Equal(expected, Contents(Loader(Everything with { Prefetch = 0 }).Epoch(3)));
        var again = Loader(Everything with { Workers = 2 });
        Assert.NotEqual(expected, Contents(again.Epoch(0)));
        Assert.Equal(expected, Contents(again.Epoch(3)));
        Assert.NotEqual(expected, Contents(Loader(Everything with { Seed = 12 }).Epoch(3)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void An_epoch_begun_in_the_middle_goes_on_as_the_whole_one(int workers)
    {
        for (var i = 0; i < 6; i++)
            Add($"f{i}", 40, 33, raws: 3, channels: 3);
        var loader = Loader(Everything with { Workers = workers });
        var whole = loader.Epoch(2).Select(b => Contents([b])).ToList();
        Assert.Equal(4, whole.Count);
        for (var first = 0; first <= 4; first++)
            Assert.Equal(whole.Skip(first), loader.Epoch(2, first).Select(b => Contents([b])));
        Assert.Empty(loader.Epoch(2, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Epoch(2, -1));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 4)]
    [InlineData(5, 2)]
    public void Ranks_make_every_sample_of_a_batch_once(int ranks, int workers)
    {
        for (var i = 0; i < 10; i++)
            Add($"f{i}", 16, 16, raws: 1);
        var settings = new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 4, Workers = workers, Shuffle = true, Seed = 3, Augmentation = new AugmentationPipeline([new Brightness()], 1) };
        var wholes = Loader(settings).Epoch(1).ToList();
        Assert.Equal([4, 4, 2], wholes.Select(b => b.Count));
        var parts = Enumerable.Range(0, ranks).Select(r => Loader(settings with { Share = new BatchShare(r, ranks) }).Epoch(1).ToList()).ToList();
        for (var b = 0; b < wholes.Count; b++)
        {
            // What counts is, in order, the whole batch, pixel by pixel; nobody comes with empty hands.
            var counted = parts.Select(p => p[b]).Where(p => p.IsCounted).ToList();
            Assert.Equal(wholes[b].Samples.Select(s => s.RawPath), counted.SelectMany(p => p.Samples).Select(s => s.RawPath));
            Assert.Equal(wholes[b].Raw, counted.SelectMany(p => p.Raw));
            Assert.Equal(wholes[b].Target!, counted.SelectMany(p => p.Target!));
            Assert.All(parts, p => Assert.InRange(p[b].Count, 1, (wholes[b].Count + ranks - 1) / ranks));
            Assert.All(parts, p => Assert.Equal(wholes[b].Count, p[b].WholeCount));
        }
    }

    [Fact]
    public void What_lies_before_the_first_batch_is_not_read()
    {
        for (var i = 0; i < 8; i++)
            Add($"f{i}", 16, 16, raws: 1);
        var loader = Loader(new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 2, Workers = 2 });
        _opened.Clear();
        Assert.Equal(["f6", "f7"], Assert.Single(loader.Epoch(0, 3)).Samples.Select(s => s.Unit));
        Assert.Equal(["f6_raw0", "f6_target", "f7_raw0", "f7_target"], _opened.Distinct().Order());
    }

    [Fact]
    public void Every_epoch_has_as_many_batches_where_the_raws_of_a_unit_differ_in_size()
    {
        foreach (var (name, height, unit) in new[] { ("a0", 16, "a"), ("a1", 48, "a"), ("b0", 32, "b"), ("b1", 16, "b") })
        {
            _files[name] = MemoryImage.Random(height, height, 16);
            _samples.Add(new Sample(name, null, unit));
        }

        var loader = Loader(Everything with { Choice = PatchChoice.Grid, RawsPerTarget = RawsPerTarget.One, Augmentation = new AugmentationPipeline([new Brightness()], 1), BatchSize = 2 });
        Assert.Equal((5, 3), (loader.PatchesPerEpoch, loader.BatchesPerEpoch));
        var drawn = new HashSet<string>();
        for (var epoch = 0; epoch < 20; epoch++)
        {
            var batches = loader.Epoch(epoch).ToList();
            Assert.Equal([2, 2, 1], batches.Select(b => b.Count));
            var names = batches.SelectMany(b => b.Samples).Select(s => s.RawPath).Order().ToList();
            Assert.Contains(string.Join(' ', names), (string[])["a0 a0 a0 b0 b0", "a0 a0 a0 b1 b1", "a1 a1 a1 b0 b0", "a1 a1 a1 b1 b1"]);
            drawn.UnionWith(names);

            // A patch that comes again is drawn anew.
            Assert.Equal(5, batches.SelectMany(b => b.Raw.Chunk(256)).Select(p => p[0]).Distinct().Count());
        }

        Assert.Equal(4, drawn.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_damaged_file_is_named_where_its_batch_would_have_come(int workers)
    {
        for (var i = 0; i < 12; i++)
            Add($"f{i}", 16, 16, raws: 1);
        var loader = Loader(new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 2, Workers = workers });
        _damaged.UnionWith(["f5_raw0", "f8_target", "f9_raw0"]);
        var seen = new List<string>();
        var error = Assert.Throws<InputException>(() =>
        {
            foreach (var batch in loader.Epoch(0))
                seen.AddRange(batch.Samples.Select(s => s.Unit));
        });
        Assert.StartsWith("f5_raw0: ", error.Message);
        Assert.Equal(["f0", "f1", "f2", "f3"], seen);
    }

    [Fact]
    public void Statistics_that_are_known_are_used_and_nothing_is_measured_or_opened_for_them()
    {
        Add("a", 16, 16, raws: 1);
        var size = new ImageSize(16, 16, 1);
        var known = new Dictionary<string, CheckedImage>
        {
            ["a_raw0"] = new(size, new ImageStatistics(SampleType.UInt16, 256, 0, 10, 5, 2)),
            ["a_target"] = new(size, new ImageStatistics(SampleType.UInt16, 256, 0, 10, 7, 4)),
        };
        var loader = new SampleLoader(_samples, new ImageCache(Open, 1 << 20), new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 1, Normalization = ZeroMean }, known);
        Assert.Equal((7, 4), (loader.MeasureTargets().Mean, loader.MeasureTargets().StandardDeviation));
        Assert.Empty(_opened);
        var batch = Assert.Single(loader.Epoch(0));
        Assert.Equal((_files["a_raw0"].Values[0] - 5) / 2, batch.Raw[0], 1e-2);
        Assert.Equal((_files["a_target"].Values[0] - 7) / 4, batch.Target![0], 1e-2);
    }

    [Fact]
    public void Examples_show_the_same_patch_before_and_after_augmentation()
    {
        for (var i = 0; i < 3; i++)
            Add($"f{i}", 40, 33, raws: 2, channels: 3);
        var untouched = Loader(Everything with { Augmentation = null }).Examples(8, drawGrid: false).ToList();
        Assert.All(untouched, e => Assert.Equal(e.Original.Image.Concat(e.Original.Target!), e.Augmented.Image.Concat(e.Augmented.Target!)));
        Assert.All(untouched, e => Assert.Equal(_samples[e.Position], e.Sample));
        Assert.InRange(untouched.Select(e => e.Position).Distinct().Count(), 3, 6);
        var flipped = Loader(Everything with { Augmentation = new AugmentationPipeline([new VerticalFlip()], 1) }).Examples(8, drawGrid: true).ToList();
        Assert.Equal(untouched.SelectMany(e => e.Original.Image), flipped.SelectMany(e => e.Original.Image));
        foreach (var (before, after) in untouched.Zip(flipped))
        {
            var gridded = before.Original.Image.ToArray();
            GridLines.Draw(gridded, 16, 3);
            Assert.Equal(VerticalFlip.Flip(gridded, 16, 16, 3), after.Augmented.Image);
        }
    }

    [Fact]
    public void Grid_lines_are_a_fifth_of_the_width_apart_and_as_bright_as_the_image()
    {
        var image = new float[20 * 25];
        image[^1] = 7;
        GridLines.Draw(image, 25, 1);
        for (var i = 0; i < 500; i++)
            Assert.Equal(i / 25 % 5 == 0 || i % 25 % 5 == 0 || i == 499 ? 7 : 0, image[i]);
    }

    [Fact]
    public void Raw_and_target_are_cut_at_the_same_place()
    {
        var values = Enumerable.Range(0, 50 * 50).Select(i => (float)i).ToArray();
        _files["raw"] = new MemoryImage(50, 50, 1, SampleType.UInt16, values, "raw");
        _files["target"] = new MemoryImage(50, 50, 1, SampleType.UInt16, values, "target");
        _samples.Add(new Sample("raw", "target", "raw"));
        var loader = Loader(new LoaderSettings { Patch = new PatchShape(8, 12), BatchSize = 1, Choice = PatchChoice.Random });
        var corners = new HashSet<float>();
        for (var epoch = 0; epoch < 300; epoch++)
        {
            var batch = Assert.Single(loader.Epoch(epoch));
            Assert.Equal(batch.Raw, batch.Target);
            corners.Add(MathF.Round(batch.Raw[0] * 65535));
        }

        var (rows, columns) = (corners.Select(c => (int)c / 50).ToHashSet(), corners.Select(c => (int)c % 50).ToHashSet());
        Assert.Equal((0, 42, 0, 38), (rows.Min(), rows.Max(), columns.Min(), columns.Max()));
        var topLeft = Loader(new LoaderSettings { Patch = new PatchShape(8, 12), BatchSize = 1, Choice = PatchChoice.TopLeft });
        Assert.Equal(0, Assert.Single(topLeft.Epoch(5)).Raw[0]);
    }

    [Fact]
    public void An_epoch_is_every_raw_or_one_random_raw_of_each_target()
    {
        for (var i = 0; i < 4; i++)
            Add($"f{i}", 16, 16, raws: 5);
        var settings = new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 3, Shuffle = true };
        Assert.Equal(20, Loader(settings).Epoch(0).SelectMany(b => b.Samples).Distinct().Count());
        var one = Loader(settings with { RawsPerTarget = RawsPerTarget.One });
        Assert.Equal(4, one.PatchesPerEpoch);
        Assert.Equal(2, one.BatchesPerEpoch);
        var seen = new HashSet<string>();
        for (var epoch = 0; epoch < 40; epoch++)
        {
            var samples = one.Epoch(epoch).SelectMany(b => b.Samples).ToList();
            Assert.Equal(4, samples.Select(s => s.Unit).Distinct().Count());
            seen.UnionWith(samples.Select(s => s.RawPath));
        }

        Assert.Equal(20, seen.Count);
    }

    [Fact]
    public void The_order_changes_from_epoch_to_epoch_only_when_asked()
    {
        for (var i = 0; i < 12; i++)
            Add($"f{i}", 16, 16, raws: 1);
        string Order(bool shuffle, int epoch) => string.Join(' ', Loader(new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 5, Shuffle = shuffle })
            .Epoch(epoch).SelectMany(b => b.Samples).Select(s => s.Unit));
        Assert.Equal(Order(shuffle: false, 0), Order(shuffle: false, 1));
        Assert.NotEqual(Order(shuffle: true, 0), Order(shuffle: true, 1));
        Assert.Equal(Order(shuffle: true, 1), Order(shuffle: true, 1));
    }

    [Fact]
    public void Statistics_of_patches_are_used_when_asked()
    {
        Add("a", 32, 32, raws: 1);
        var settings = new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 1, Normalization = ZeroMean with { MeasureBy = MeasureBy.Patch } };
        Assert.All(Loader(settings).Epoch(0), batch => Assert.Equal(0, batch.Raw.Average(v => (double)v), 1e-6));
    }

    [Fact]
    public void Target_statistics_count_each_target_once()
    {
        Add("a", 16, 16, raws: 3);
        Add("b", 16, 16, raws: 1);
        var measured = Loader(new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 1, Normalization = ZeroMean }).MeasureTargets();
        Assert.Equal((_files["a_target"].Values.Average(v => (double)v) + _files["b_target"].Values.Average(v => (double)v)) / 2, measured.Mean, 1e-6);
    }

    [Fact]
    public void Faulty_samples_are_refused_with_their_names()
    {
        Assert.Contains("no samples", Assert.Throws<InputException>(() => Loader(new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 1 })).Message);
        Add("a", 16, 16, raws: 1);
        Assert.Contains("BATCH_SIZE", Assert.Throws<InputException>(() => Loader(new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 0 })).Message);
        var odd = new SampleLoaderTests();
        odd.Add("a", 16, 16, raws: 1);
        odd._samples.Add(new Sample("b", null, "b"));
        Assert.StartsWith("b: some samples", Assert.Throws<InputException>(() => odd.Loader(new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 1 })).Message);
        _files["a_target"] = MemoryImage.Random(1, 16, 17);
        Assert.Contains("a_raw0", Assert.Throws<InputException>(() => Loader(new LoaderSettings { Patch = PatchShape.Square(16), BatchSize = 1 })).Message);
    }

    private void Add(string name, int height, int width, int raws, int channels = 1)
    {
        _files[$"{name}_target"] = MemoryImage.Random(_files.Count, height, width, channels);
        for (var i = 0; i < raws; i++)
        {
            _files[$"{name}_raw{i}"] = MemoryImage.Random(_files.Count, height, width, channels);
            _samples.Add(new Sample($"{name}_raw{i}", $"{name}_target", name));
        }
    }

    private SampleLoader Loader(LoaderSettings settings) => new(_samples, Open, settings);

    private MemoryImage Open(string path)
    {
        _opened.Add(path);
        if (_damaged.Contains(path))
            throw new InputException($"{path}: is damaged.");
        var file = _files[path];
        return new MemoryImage(file.Height, file.Width, file.Channels, file.SampleType, file.Values, path);
    }

    private float[] Expected(string path, PatchBox box)
    {
        var file = _files[path];
        var patch = new List<float>();
        for (var y = box.Top; y < box.Bottom; y++)
            patch.AddRange(file.Values[((y * file.Width) + box.Left)..((y * file.Width) + box.Right)]);
        var values = patch.ToArray();
        Normalizer.For(file, ZeroMean).Apply(values);
        return values;
    }

    private static List<float> Contents(IEnumerable<TrainingBatch> batches) => [.. batches.SelectMany(b => b.Raw.Concat(b.Target!))];
}
