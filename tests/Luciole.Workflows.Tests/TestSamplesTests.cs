using Luciole.Configuration;
using Luciole.Data.Splitting;
using Luciole.Files;

namespace Luciole.Workflows.Tests;

public sealed class TestSamplesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestSamplesTests()
    {
        foreach (var (folder, count) in new[] { ("train/x", 7), ("train/y", 7), ("test/x", 2), ("test/y", 2) })
        {
            Directory.CreateDirectory(_folder.File(folder));
            for (var i = 0; i < count; i++)
                File.WriteAllBytes(_folder.File(folder, $"{i}.tif"), []);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_fold_that_validates_is_tested_with_its_targets(int fold)
    {
        var samples = Find("DATA.TEST.USE_VAL_AS_TEST=True", "DATA.VAL.CROSS_VAL=True", "DATA.VAL.CROSS_VAL_NFOLD=3", $"DATA.VAL.CROSS_VAL_FOLD={fold}", "SYSTEM.SEED=5");
        var expected = TrainValidationSplit.IndicesByFold(7, 3, fold, shuffle: true, seed: 5);
        Assert.Equal(expected.Select(i => _folder.File("train/x", $"{i}.tif")), samples.Select(s => s.RawPath));
        Assert.Equal(expected.Select(i => _folder.File("train/y", $"{i}.tif")), samples.Select(s => s.TargetPath));
    }

    [Fact]
    public void All_folds_together_are_all_training_images_once()
    {
        var folds = Enumerable.Range(1, 3).SelectMany(f => Find("DATA.TEST.USE_VAL_AS_TEST=True", "DATA.VAL.CROSS_VAL=True", "DATA.VAL.CROSS_VAL_NFOLD=3", $"DATA.VAL.CROSS_VAL_FOLD={f}"));
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"{i}.tif"), folds.Select(s => Path.GetFileName(s.RawPath)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Otherwise_the_test_folder_is_read_with_targets_where_they_are_asked_for()
    {
        Assert.All(Find(), s => Assert.Null(s.TargetPath));
        Assert.Equal(["0.tif", "1.tif"], Find("DATA.TEST.LOAD_GT=True").Select(s => Path.GetFileName(s.TargetPath)));
        Assert.Throws<InputException>(() => Find("DATA.TEST.LOAD_GT=True", $"DATA.TEST.GT_PATH={_folder.File("nowhere")}"));
    }

    [Fact]
    public void A_masked_autoencoder_needs_no_targets() => Assert.All(
        Find("PROBLEM.TYPE=SELF_SUPERVISED", "PROBLEM.SELF_SUPERVISED.PRETEXT_TASK=masking", "MODEL.ARCHITECTURE=mae", "DATA.TEST.LOAD_GT=True", $"DATA.TEST.GT_PATH={_folder.File("nowhere")}"),
        s => Assert.Null(s.TargetPath));

    private IReadOnlyList<Data.Discovery.Sample> Find(params string[] overrides)
    {
        string[] folders = [$"DATA.TRAIN.PATH={_folder.File("train/x")}", $"DATA.TRAIN.GT_PATH={_folder.File("train/y")}", $"DATA.TEST.PATH={_folder.File("test/x")}", $"DATA.TEST.GT_PATH={_folder.File("test/y")}"];
        var configuration = ConfigurationReader.ReadText(
            "{PROBLEM: {TYPE: IMAGE_TO_IMAGE}, MODEL: {ARCHITECTURE: unetr, DROPOUT_VALUES: [0.0]}}", "test.yaml", [.. folders, .. overrides]).Configuration;
        return TestSamples.Find(configuration).Samples;
    }
}
