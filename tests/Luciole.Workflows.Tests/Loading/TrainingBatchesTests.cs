using Luciole.Configuration;
using Luciole.Data.Loading;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows.Tests;

public sealed class TrainingBatchesTests : IDisposable
{
    private const string Tiny =
        """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {PATCH_SIZE: "(16, 16, 1)", NORMALIZATION: {TYPE: zero_mean_unit_variance}, VAL: {FROM_TRAIN: False}},
        MODEL: {ARCHITECTURE: unetr, DROPOUT_VALUES: [0.0]}, TRAIN: {ENABLE: True, OPTIMIZER: ADAMW, BATCH_SIZE: 2}, AUGMENTOR: {ENABLE: True, VFLIP: True, HFLIP: True}}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();

    public TrainingBatchesTests()
    {
        foreach (var folder in new[] { "x", "y", "vx", "vy" })
        {
            for (var i = 0; i < (folder[0] == 'v' ? 2 : 5); i++)
                Write(folder, i, value: 7);
        }
    }

    private string SkippedFile => _folder.File("job", "results", "job_1", "skipped.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_image_is_checked_before_the_first_epoch_and_remembered()
    {
        var batches = Prepare();
        Assert.Equal((3, 1), (batches.Training.StepsPerEpoch, batches.Validation!.StepsPerEpoch));
        Assert.Equal("checking 14/14 images", _log.Steps[^1]);
        Assert.StartsWith("decoded images may take", Assert.Single(_log.Lines));
        _log.Steps.Clear();
        Assert.Equal(Contents(batches), Contents(Prepare()));
        Assert.Empty(_log.Steps);
        Assert.NotNull(batches.MeasureTargets());
        Assert.False(File.Exists(SkippedFile));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("vy")]
    public void A_damaged_image_stops_the_run_by_its_name_before_the_first_epoch(string folder)
    {
        Write(folder, 1, float.NaN);
        Assert.StartsWith(PathOf(folder, 1), Assert.Throws<InputException>(() => Prepare()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_check_only_headers_are_read_and_nothing_is_remembered()
    {
        Write("x", 1, float.NaN);
        var batches = Prepare("DATA.TRAIN.CHECK_DATA=False");
        Assert.Empty(_log.Steps);
        Assert.False(File.Exists(_folder.File("job", "checked_images.jsonl")));
        var error = Assert.Throws<InputException>(() => batches.Training.Epoch(0, 0, CancellationToken.None).ToList());
        Assert.StartsWith(PathOf("x", 1), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DATA.TRAIN.CHECK_DATA=True")]
    [InlineData("DATA.TRAIN.CHECK_DATA=False")]
    public void Damaged_images_are_left_out_and_listed_when_asked(string check)
    {
        Write("x", 1, float.NaN);
        Write("y", 3, float.NaN);
        Write("vx", 0, float.NaN);
        var batches = Prepare("DATA.SKIP_CORRUPT=True", check);
        Assert.Equal([0, 2, 4], batches.Data.Training.Select(s => Number(s.RawPath)));
        Assert.Equal([1], batches.Data.Validation.Select(s => Number(s.RawPath)));
        Assert.Equal(3, batches.Training.Epoch(0, 0, CancellationToken.None).Sum(b => b.Count));
        var note = Assert.Single(_log.Notes);
        Assert.StartsWith("6 images are left out", note, StringComparison.Ordinal);
        Assert.Contains(SkippedFile, note);
        var lines = File.ReadAllLines(SkippedFile);
        Assert.Equal("image,reason", lines[0]);
        Assert.Equal(
            [PathOf("x", 1), PathOf("y", 1), PathOf("x", 3), PathOf("y", 3), PathOf("vx", 0), PathOf("vy", 0)],
            lines[1..].Select(line => line[1..line.IndexOf("\",", StringComparison.Ordinal)]));

        // A later run without damage does not show the old list.
        Write("x", 1, 7);
        Write("y", 3, 7);
        Write("vx", 0, 7);
        Prepare("DATA.SKIP_CORRUPT=True", check);
        Assert.Equal(["image,reason"], File.ReadAllLines(SkippedFile));
    }

    [Theory]
    [InlineData("x", 5, "None of the 5 training samples")]
    [InlineData("vy", 2, "None of the 2 validation samples")]
    public void Nothing_left_is_an_error(string folder, int count, string expected)
    {
        for (var i = 0; i < count; i++)
            Write(folder, i, float.NaN);
        var error = Assert.Throws<InputException>(() => Prepare("DATA.SKIP_CORRUPT=True"));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pre_training_loads_no_target()
    {
        Directory.Delete(_folder.File("y"), recursive: true);
        Directory.Delete(_folder.File("vy"), recursive: true);
        var batches = Prepare("PROBLEM.TYPE=SELF_SUPERVISED", "PROBLEM.SELF_SUPERVISED.PRETEXT_TASK=masking", "MODEL.ARCHITECTURE=mae");
        Assert.Null(batches.MeasureTargets());
        Assert.All(batches.Training.Epoch(0, 0, CancellationToken.None), batch => Assert.Null(batch.Target));
    }

    [Fact]
    public void A_pass_through_the_data_can_be_repeated_within_an_epoch() => Assert.Equal(9, Prepare("DATA.TRAIN.REPLICATE=3").Training.StepsPerEpoch);

    [Fact]
    public void Samples_of_augmentation_are_written_in_groups_of_four()
    {
        WriteSamples("AUGMENTOR.DA_PROB=1", "AUGMENTOR.VFLIP=True", "AUGMENTOR.HFLIP=False", "AUGMENTOR.DRAW_GRID=False", "AUGMENTOR.AUG_NUM_SAMPLES=3");
        var names = Directory.GetFiles(_folder.File("job", "results", "job_1", "aug")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(12, names.Count);
        for (var i = 0; i < 3; i++)
        {
            var group = names.Where(name => name.StartsWith($"{i}_", StringComparison.Ordinal)).ToList();
            var position = int.Parse(group[0].Split('_')[1]);
            Assert.InRange(position, 0, 4);
            Assert.Equal([$"{i}_{position}_orig_x_vflip.tif", $"{i}_{position}_orig_y_vflip.tif", $"{i}_{position}_x_vflip.tif", $"{i}_{position}_y_vflip.tif"], group);
            foreach (var part in "xy")
            {
                var (original, augmented) = (ReadSample($"{i}_{position}_orig_{part}_vflip.tif"), ReadSample($"{i}_{position}_{part}_vflip.tif"));
                Assert.Equal((SampleType.UInt8, 16, 16, 1), (original.SampleType, original.Height, original.Width, original.Channels));
                Assert.InRange(original.Data.Distinct().Count(), 50, 256);
                Assert.Equal(original.Data.Chunk(16).Reverse().SelectMany(row => row), augmented.Data);
            }
        }
    }

    [Fact]
    public void The_grid_is_drawn_on_what_is_augmented_alone()
    {
        WriteSamples("AUGMENTOR.DA_PROB=0", "AUGMENTOR.AUG_NUM_SAMPLES=1", $"PATHS.DA_SAMPLES={_folder.File("elsewhere")}");
        var files = Directory.GetFiles(_folder.File("elsewhere")).Order(StringComparer.Ordinal).Select(ImageFile.Read).ToList();
        Assert.Equal(4, files.Count);
        for (var i = 0; i < 256; i++)
        {
            var onLine = i / 16 % 3 == 0 || i % 16 % 3 == 0;
            Assert.Equal(onLine ? 255 : files[0].Data[i], files[2].Data[i]);
            Assert.Equal(onLine ? 255 : files[1].Data[i], files[3].Data[i]);
        }
    }

    [Theory]
    [InlineData("AUGMENTOR.ENABLE=False")]
    [InlineData("AUGMENTOR.AUG_SAMPLES=False")]
    [InlineData("AUGMENTOR.AUG_NUM_SAMPLES=0")]
    public void No_samples_are_written_when_nobody_wants_them(string wish)
    {
        WriteSamples(wish);
        Assert.False(Directory.Exists(_folder.File("job", "results", "job_1")));
    }

    [Fact]
    public void Every_patch_of_the_first_epoch_is_written_when_asked()
    {
        var batches = WriteSamples("DATA.CHECK_GENERATORS=True", "AUGMENTOR.AUG_SAMPLES=False", $"PATHS.GEN_MASK_CHECKS={_folder.File("masks")}");
        var results = _folder.File("job", "results", "job_1");
        var patches = batches.Training.Epoch(0, 0, CancellationToken.None).SelectMany(b => b.Names.Zip(b.Raw.Chunk(256), b.Target!.Chunk(256))).ToList();
        Assert.Equal(5, Directory.GetFiles(Path.Combine(results, "gen_check_train")).Length);
        for (var i = 0; i < 5; i++)
        {
            var name = $"{i}_{Path.GetFileNameWithoutExtension(patches[i].First)}.tif";
            Assert.Equal(patches[i].Second, ImageFile.Read(Path.Combine(results, "gen_check_train", name)).ToSingle());
            Assert.Equal(patches[i].Third, ImageFile.Read(Path.Combine(_folder.File("masks_train"), name)).ToSingle());
        }

        Assert.Equal(2, Directory.GetFiles(Path.Combine(results, "gen_check_val")).Length);
        Assert.Equal(2, Directory.GetFiles(_folder.File("masks_val")).Length);
        Assert.Equal("writing validation patches 2/2 patches", _log.Steps[^1]);
    }

    private ImageArray ReadSample(string name) => ImageFile.Read(_folder.File("job", "results", "job_1", "aug", name));

    private TrainingBatches WriteSamples(params string[] overrides)
    {
        var (settings, job) = Read(overrides);
        var batches = Prepare(overrides);
        batches.WriteSamples(settings, job, _log, CancellationToken.None);
        return batches;
    }

    private TrainingBatches Prepare(params string[] overrides)
    {
        var (settings, job) = Read(overrides);
        return TrainingBatches.Prepare(settings, job, new MemoryBudget(1 << 30, 0), 2, onGpu: false, _log, CancellationToken.None);
    }

    private (LucioleConfiguration Settings, JobFolder Job) Read(string[] overrides)
    {
        string[] folders =
        [
            $"DATA.TRAIN.PATH={_folder.File("x")}", $"DATA.TRAIN.GT_PATH={_folder.File("y")}", $"DATA.VAL.PATH={_folder.File("vx")}", $"DATA.VAL.GT_PATH={_folder.File("vy")}",
        ];
        var settings = ConfigurationReader.ReadText(Tiny, "tiny.yaml", [.. folders, .. overrides]).Configuration;
        return (settings, new JobFolder(_folder.FullName, "job", 1, settings.Paths, settings.Log));
    }

    private string PathOf(string folder, int number) => _folder.File(folder, $"field{number}.npy");

    private void Write(string folder, int number, float value) =>
        NumpyFile.Write(PathOf(folder, number), [value, .. Enumerable.Range(1, 255).Select(i => (float)(i * (number + 3) % 61))], 16, 16);

    private static int Number(string path) => Path.GetFileNameWithoutExtension(path)[^1] - '0';

    private static List<float> Contents(TrainingBatches batches) => [.. batches.Training.Epoch(1, 0, CancellationToken.None).SelectMany(b => b.Raw.Concat(b.Target!))];
}
