using Luciole.Configuration;
using Luciole.Data.Loading;
using Luciole.Files;

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

    private TrainingBatches Prepare(params string[] overrides)
    {
        string[] folders =
        [
            $"DATA.TRAIN.PATH={_folder.File("x")}", $"DATA.TRAIN.GT_PATH={_folder.File("y")}", $"DATA.VAL.PATH={_folder.File("vx")}", $"DATA.VAL.GT_PATH={_folder.File("vy")}",
        ];
        var settings = ConfigurationReader.ReadText(Tiny, "tiny.yaml", [.. folders, .. overrides]).Configuration;
        var job = new JobFolder(_folder.FullName, "job", 1, settings.Paths, settings.Log);
        return TrainingBatches.Prepare(settings, job, new MemoryBudget(1 << 30, 0), 2, onGpu: false, _log, CancellationToken.None);
    }

    private string PathOf(string folder, int number) => _folder.File(folder, $"field{number}.npy");

    private void Write(string folder, int number, float value) =>
        NumpyFile.Write(PathOf(folder, number), [value, .. Enumerable.Range(1, 255).Select(i => (float)(i * (number + 3) % 61))], 16, 16);

    private static int Number(string path) => Path.GetFileNameWithoutExtension(path)[^1] - '0';

    private static List<float> Contents(TrainingBatches batches) => [.. batches.Training.Epoch(1, 0, CancellationToken.None).SelectMany(b => b.Raw.Concat(b.Target!))];
}
