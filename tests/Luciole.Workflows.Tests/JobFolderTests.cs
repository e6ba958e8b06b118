using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows.Tests;

public sealed class JobFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_lie_where_BiaPy_puts_them()
    {
        var job = new JobFolder("/results", "lmc", 2, new PathSettings(), new LogSettings());
        Assert.Equal("lmc_2", job.Id);
        Assert.Equal("/results/lmc/config_files", job.ConfigurationFiles);
        Assert.Equal("/results/lmc/results/lmc_2/per_image", job.PerImage);
        Assert.Equal("/results/lmc/results/lmc_2/MAE_checks", job.Reconstructions);
        Assert.Equal("/results/lmc/results/lmc_2/filtering_information", job.FilteredSamples);
        Assert.Equal("/results/lmc/checkpoints/lmc_2-checkpoint-best.pth", job.BestCheckpoint);
        Assert.Equal("/results/lmc/checkpoints/lmc_2-checkpoint-30.pth", job.EpochCheckpoint(30));
        Assert.Equal("/results/lmc/results/lmc_2/charts", job.Charts);
        Assert.Equal("/results/lmc/results/lmc_2/tensorboard", job.TensorBoardEvents);
        Assert.Equal("/results/lmc/results/lmc_2/training_log.csv", job.TrainingTable);
        Assert.Equal("/results/lmc/results/lmc_2/settings.txt", job.SettingsTable);
        Assert.Equal("/results/lmc/results/lmc_2/parameters.txt", job.ParameterTable);
        Assert.Equal("/results/lmc/train_logs/lmc_2_log_2024_05_06_07_08_09.txt", job.TrainingLog(new DateTime(2024, 5, 6, 7, 8, 9)));
    }

    [Fact]
    public void Paths_of_the_configuration_win()
    {
        var paths = new PathSettings { CheckpointFolder = "/c", ResultFolder = "/r", PerImageFolder = "/p", ReconstructionsFolder = "/m", ChartsFolder = "/d", FilteredSamplesFolder = "/f" };
        var job = new JobFolder("/results", "lmc", 1, paths, new LogSettings { LogFolder = "/l", FilePrefix = "mine", TensorBoardFolder = "/t" });
        Assert.Equal(("/c/lmc_1-checkpoint-best.pth", "/r", "/p", "/m", "/f"), (job.BestCheckpoint, job.Results, job.PerImage, job.Reconstructions, job.FilteredSamples));
        Assert.Equal(("/d", "/t", "/r/training_log.csv"), (job.Charts, job.TensorBoardEvents, job.TrainingTable));
        Assert.StartsWith("/l/mine_log_", job.TrainingLog(DateTime.UnixEpoch));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".")]
    public void A_name_that_is_no_folder_name_is_refused(string name)
    {
        var error = Assert.Throws<InputException>(() => new JobFolder("/results", name, 1, new PathSettings(), new LogSettings()));
        Assert.StartsWith($"--name {name}", error.Message);
    }

    [Fact]
    public void The_last_checkpoint_is_the_one_with_the_highest_number()
    {
        var job = new JobFolder(_folder.FullName, "lmc", 1, new PathSettings(), new LogSettings());
        Assert.Null(job.LastCheckpoint());
        foreach (var name in new[] { "lmc_1-checkpoint-9.pth", "lmc_1-checkpoint-10.pth", "lmc_1-checkpoint-best.pth", "lmc_1-checkpoint--3.pth", "lmc_12-checkpoint-99.pth", "other.pth" })
            AtomicFile.WriteAllText(Path.Combine(job.Root, "checkpoints", name), "");
        Assert.Equal(job.EpochCheckpoint(10), job.LastCheckpoint());
    }
}
