using System.Globalization;
using Luciole.Checkpoints;

namespace Luciole.EndToEnd.Tests.Ranks;

/// <summary>Several processes of <c>luciole run</c> train what one would have trained.</summary>
public sealed class SharedTrainingTests : IDisposable
{
    private const string Masking =
        "PROBLEM.TYPE=SELF_SUPERVISED;PROBLEM.SELF_SUPERVISED.PRETEXT_TASK=masking;MODEL.ARCHITECTURE=mae;MODEL.MAE_MASK_TYPE=random;MODEL.MAE_DEC_HIDDEN_SIZE=8;MODEL.MAE_DEC_NUM_LAYERS=1;MODEL.MAE_DEC_NUM_HEADS=2;MODEL.MAE_DEC_MLP_DIMS=16;TEST.ENABLE=False";

    private readonly TemporaryFolder _folder = new();

    public SharedTrainingTests()
    {
        TinyImages.WriteSets(_folder.File("train"), 1, 5, planes: 2);
        TinyImages.WriteSets(_folder.File("val"), 11, 5, planes: 1);
        TinyImages.WriteSets(_folder.File("test"), 21, 1, planes: 1);
        File.WriteAllText(Yaml, TinyNetwork.Training(_folder.FullName, epochs: 8).Replace("OPTIMIZER: ADAMW", "OPTIMIZER: SGD", StringComparison.Ordinal).Replace("LOSS: {TYPE: MSE}", "LOSS: {TYPE: W_MSE_SSIM}", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    // Ten samples in batches of four: the last has two, so that of three ranks one gets none. Five samples are validated.
    [Theory]
    [InlineData(2, "")]
    [InlineData(3, "DATA.VAL.DIST_EVAL=False;TRAIN.ACCUM_ITER=2")]
    [InlineData(3, Masking)]
    public void Losses_metrics_and_weights_are_those_of_one_process(int ranks, string settings)
    {
        string[] more = [.. settings.Split(';', StringSplitOptions.RemoveEmptyEntries).SelectMany(s => new[] { "--set", s })];
        LucioleProcess.Succeed(Arguments("one", more));
        using var processes = new RankedProcesses(ranks, _folder.FullName, Arguments("shared", more));
        processes.Succeed();
        AssertSame("one", "shared");
        Assert.Contains($"{ranks} on one machine", processes.OutputOf(0));
        Assert.All(Enumerable.Range(1, ranks - 1), rank => Assert.Empty(processes.OutputOf(rank) + processes.EndOf(rank).Messages));
    }

    [Fact]
    public void Ranks_that_are_killed_or_asked_to_stop_go_on_with_any_number()
    {
        string[] long_ = ["--set", "TRAIN.EPOCHS=60", "--set", "TEST.ENABLE=False", "--set", "SYSTEM.RANK_TIMEOUT=60"];
        LucioleProcess.Succeed(Arguments("one", long_));
        using (var three = new RankedProcesses(3, _folder.FullName, Arguments("shared", long_)))
        {
            three.Until(() => Epochs("shared").Count >= 4);
            three.Send(1, RankedProcesses.Kill);
            Assert.All([0, 2], rank =>
            {
                var (exitCode, messages) = three.EndOf(rank);
                Assert.Equal(1, exitCode);
                Assert.Contains("rank 1 is missing", messages);
                Assert.Contains("--resume", messages);
            });
        }

        // The second is asked, and the first saves.
        using (var two = new RankedProcesses(2, _folder.FullName, Arguments("shared", [.. long_, "--resume"])))
        {
            var before = Epochs("shared").Count;
            two.Until(() => Epochs("shared").Count >= before + 4);
            two.Send(1, RankedProcesses.Terminate);
            Assert.All([0, 1], rank => Assert.Equal(130, two.EndOf(rank).ExitCode));
            Assert.Contains("training is not finished", two.OutputOf(0));
        }

        using (var three = new RankedProcesses(3, _folder.FullName, Arguments("shared", [.. long_, "--resume"])))
            three.Succeed();
        AssertSame("one", "shared");
    }

    [Fact]
    public void A_rank_that_hangs_is_named_and_the_others_end()
    {
        using var ranks = new RankedProcesses(3, _folder.FullName, Arguments("job", ["--set", "TRAIN.EPOCHS=100000", "--set", "SYSTEM.RANK_TIMEOUT=6"]));
        ranks.Until(() => Epochs("job").Count >= 2);
        ranks.Send(2, RankedProcesses.Suspend);
        Assert.All([0, 1], rank =>
        {
            var (exitCode, messages) = ranks.EndOf(rank);
            Assert.Equal(1, exitCode);
            Assert.Contains("rank 2 is missing", messages);
        });
    }

    [Fact]
    public async Task A_rank_that_fails_tells_the_others_why()
    {
        // The second rank has fewer images.
        string[] own = ["--set", $"DATA.TRAIN.PATH={_folder.File("other", "x")}", "--set", $"DATA.TRAIN.GT_PATH={_folder.File("other", "y")}"];
        TinyImages.WriteSets(_folder.File("other"), 1, 4, planes: 2);
        var meet = new Dictionary<string, string> { ["LUCIOLE_RENDEZVOUS"] = _folder.File("meet"), ["WORLD_SIZE"] = "2" };
        using var first = LucioleProcess.StartWith(new Dictionary<string, string>(meet) { ["RANK"] = "0" }, Arguments("job", []));
        using var second = LucioleProcess.StartWith(new Dictionary<string, string>(meet) { ["RANK"] = "1" }, Arguments("job", own));
        var (messages, others) = (first.StandardError.ReadToEndAsync(), second.StandardError.ReadToEndAsync());
        Assert.True(first.WaitForExit(TimeSpan.FromMinutes(2)) && second.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.Equal((2, 2), (first.ExitCode, second.ExitCode));
        Assert.Contains("rank 1: error: ", await others);
        Assert.Contains("rank 1 failed: ", await messages);
        Assert.Contains("give all ranks the same files", await messages);
    }

    [Theory]
    [InlineData("RANK=0 WORLD_SIZE=2", "MASTER_ADDR")]
    [InlineData("RANK=0 WORLD_SIZE=2 LUCIOLE_RENDEZVOUS=meet", "SYSTEM.RANK_TIMEOUT", "1 did not come")]
    [InlineData("RANK=1 WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=1", "rank 0 did not answer", "127.0.0.1 port 1")]
    [InlineData("RANK=1 WORLD_SIZE=2 MASTER_ADDR=no.such.host.invalid", "MASTER_ADDR: no.such.host.invalid")]
    public void Ranks_that_cannot_meet_are_told_why(string environment, params string[] words)
    {
        var variables = environment.Replace("=meet", "=" + _folder.File("meet"), StringComparison.Ordinal).Split(' ').Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        LucioleProcess.AssertRankRefused(LucioleProcess.RunWith(variables, Arguments("job", ["--set", "SYSTEM.RANK_TIMEOUT=2"])), words);
    }

    [Theory]
    [InlineData("TRAIN.BATCH_SIZE=1", "TRAIN.BATCH_SIZE: 1 is of all 2 ranks together")]
    public void What_ranks_cannot_share_is_refused(string setting, string words)
    {
        using var ranks = new RankedProcesses(2, _folder.FullName, Arguments("job", ["--set", setting]));
        Assert.All([0, 1], rank =>
        {
            var (exitCode, messages) = ranks.EndOf(rank);
            Assert.Equal(2, exitCode);
            Assert.Contains(words, messages);
        });
    }

    private string Yaml => _folder.File("shared.yaml");

    private string[] Arguments(string name, string[] more) => ["run", "--config", Yaml, "--result_dir", _folder.File("results"), "--name", name, .. more];

    private List<string[]> Epochs(string name)
    {
        var file = _folder.File("results", name, "results", $"{name}_1", "training_log.csv");
        return File.Exists(file) ? [.. File.ReadAllLines(file).Skip(1).Select(line => line.Split(','))] : [];
    }

    private void AssertSame(string one, string shared)
    {
        var header = File.ReadAllLines(_folder.File("results", one, "results", $"{one}_1", "training_log.csv"))[0].Split(',');
        var (wanted, found) = (Epochs(one), Epochs(shared));
        Assert.Equal(wanted.Count, found.Count);
        foreach (var (a, b) in wanted.Zip(found))
        {
            for (var column = 0; column < header.Length; column++)
            {
                if (header[column] == "seconds")
                    continue;
                var (x, y) = (double.Parse(a[column], CultureInfo.InvariantCulture), double.Parse(b[column], CultureInfo.InvariantCulture));
                var tolerance = header[column].EndsWith("loss", StringComparison.Ordinal) ? 1e-5 : 1e-4;
                Assert.True(Math.Abs(x - y) <= tolerance * Math.Max(1e-2, Math.Abs(x)), $"epoch {a[0]}, {header[column]}: {x} and {y}");
            }
        }

        using var first = PyTorchCheckpoint.Open(Last(one));
        using var second = PyTorchCheckpoint.Open(Last(shared));
        foreach (var (name, tensor) in first.StateDict)
        {
            var (x, y) = (tensor.ToDoubles(), second.Tensor(name).ToDoubles());
            var largest = Math.Max(1e-2, x.Max(Math.Abs));
            Assert.True(x.Zip(y, (p, q) => Math.Abs(p - q)).Max() <= 1e-4 * largest, name);
        }
    }

    private string Last(string name) => _folder.File("results", name, "checkpoints", $"{name}_1-checkpoint-last.pth");
}
