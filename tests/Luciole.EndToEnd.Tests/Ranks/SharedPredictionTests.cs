using Luciole.Imaging.Pixels;

namespace Luciole.EndToEnd.Tests.Ranks;

/// <summary>Images of one folder, predicted by several processes.</summary>
public sealed class SharedPredictionTests : IDisposable
{
    private const int Images = 40;
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public SharedPredictionTests()
    {
        _model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"));
        for (var n = 0; n < Images; n++)
            TinyImages.WriteRaw(_folder.File("in", $"{n}.tif"), n, 128, 128);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void When_a_rank_is_killed_the_others_do_its_work()
    {
        LucioleProcess.Succeed(Predict("alone"));
        KillOneOfThree(0, "without first");
        KillOneOfThree(2, "without last");
    }

    [Fact]
    public void Jobs_that_know_nothing_of_each_other_share_a_folder_and_a_later_one_finishes_what_is_missing()
    {
        using (var killed = StartedRanks.Of(Predict("out", "--share")))
        using (var other = StartedRanks.Of(Predict("out", "--share")))
        {
            killed.WaitUntil(() => Written("out").Count > 3);
            killed.Signal(StartedRanks.Kill);
            other.Signal(StartedRanks.Interrupt);
            Assert.Equal(130, other.End());
        }

        var finished = Times("out");
        Assert.InRange(finished.Count, 4, Images - 1);
        var (output, _) = LucioleProcess.Succeed(Predict("out", "--share"));
        Assert.Equal(Images, output.Split('\n').Count(l => l.EndsWith(".tif", StringComparison.Ordinal)));

        // One image may have been complete when its process was killed, but not marked as such yet.
        Assert.True(finished.Count(f => Times("out")[f.Key] == f.Value) >= finished.Count - 1);
        var all = Times("out");
        LucioleProcess.Succeed(Predict("out", "--share"));
        Assert.Equal(all, Times("out"));
        LucioleProcess.Succeed(Predict("alone"));
        AssertSame("alone", "out");
    }

    [Fact]
    public void Tasks_of_a_launcher_share_without_being_told()
    {
        var started = Enumerable.Range(0, 2).Select(rank => new StartedRanks(LucioleProcess.StartWith(
            new Dictionary<string, string> { ["SLURM_JOB_ID"] = "7", ["SLURM_STEP_ID"] = "0", ["SLURM_PROCID"] = $"{rank}", ["SLURM_NTASKS"] = "2", ["SLURM_LOCALID"] = $"{rank}", ["SLURM_STEP_NODELIST"] = "localhost" },
            Predict("out")))).ToList();
        Assert.All(started, s => Assert.True(s.End() == 0, s.Messages));
        Assert.Equal(Images, Written("out").Count);
        Assert.Equal(Images, Directory.GetFiles(_folder.File("out", ".luciole-share"), "*.done", SearchOption.AllDirectories).Length);
        Assert.Equal("", started[1].Output.Trim());
        started.ForEach(s => s.Dispose());
    }

    [Fact]
    public void A_damaged_image_is_told_by_the_run_and_keeps_nobody_waiting()
    {
        TinyImages.WriteDamaged(_folder.File("in", "bad.tif"));
        var result = LucioleProcess.Run([.. Predict("out"), "--ranks", "2"]);
        LucioleProcess.AssertRefused(result, "1 of 41 images", "bad.tif");
        Assert.Equal(Images, Written("out").Count);
        File.Delete(_folder.File("in", "bad.tif"));
        TinyImages.WriteRaw(_folder.File("in", "bad.tif"), 1, 128, 128);
        LucioleProcess.Succeed([.. Predict("out"), "--ranks", "2"]);
        Assert.Equal(Images + 1, Written("out").Count);
    }

    [Fact]
    public void Ranks_of_a_run_share_its_test_and_the_first_sums_up()
    {
        for (var n = 0; n < Images; n++)
            TinyImages.WriteTarget(_folder.File("truth", $"{n}.tif"), n, 128, 128);
        File.WriteAllText(_folder.File("test.yaml"), TinyNetwork.Unetr($$"""
            DATA: {PATCH_SIZE: '(32, 32, 1)', NORMALIZATION: {TYPE: zero_mean_unit_variance}, TEST: {PATH: {{_folder.File("in")}}, GT_PATH: {{_folder.File("truth")}}, LOAD_GT: True} }
            TEST: {ENABLE: True}
            PATHS: {CHECKPOINT_FILE: {{_model}} }
            """));
        string[] run = ["run", "--config", _folder.File("test.yaml"), "--result_dir", _folder.File("results"), "--name"];
        LucioleProcess.Succeed([.. run, "alone"]);
        LucioleProcess.Succeed([.. run, "together", "--ranks", "2"]);
        AssertSame("results/alone/results/alone_1/per_image", "results/together/results/together_1/per_image");
        Assert.Equal(Metrics("alone"), Metrics("together"));
        Assert.Equal(Images, Directory.GetFiles(_folder.File("results", "together"), "*.done", SearchOption.AllDirectories).Length);

        string Metrics(string job) => File.ReadAllText(_folder.File("results", job, "results", $"{job}_1", "test_metrics.csv"));
    }

    private void KillOneOfThree(int victim, string folder)
    {
        using var run = StartedRanks.Of([.. Predict(folder), "--ranks", "3"]);
        run.WaitUntil(() => Written(folder).Count > 3);
        Assert.True(run.Signal(victim, StartedRanks.Kill));
        Assert.Equal(0, run.End());
        Assert.Contains($"WARNING: rank {victim} ended by signal 9", run.Messages);
        Assert.Equal(Images, run.Output.Split('\n').Count(l => l.EndsWith(".tif", StringComparison.Ordinal)));
        AssertSame("alone", folder);
    }

    private string[] Predict(string output, params string[] more) => ["predict", _folder.File("in"), "--model", _model, "--out", _folder.File(output), .. more];

    private List<string> Written(string folder) => Directory.Exists(_folder.File(folder)) ? [.. Directory.GetFiles(_folder.File(folder), "*.tif").Where(f => !Path.GetFileName(f).StartsWith('.'))] : [];

    private Dictionary<string, DateTime> Times(string folder) => Written(folder).ToDictionary(f => f, File.GetLastWriteTimeUtc, StringComparer.Ordinal);

    private void AssertSame(string expectedFolder, string actualFolder)
    {
        Assert.Equal(Images, Written(expectedFolder).Count);
        Assert.Equal(Images, Written(actualFolder).Count);
        foreach (var file in Written(expectedFolder))
        {
            using var expected = ImageFile.Read(file);
            using var actual = ImageFile.Read(_folder.File(actualFolder, Path.GetFileName(file)));
            Assert.Equal(expected.ToSingle(), actual.ToSingle());
        }
    }
}
