using Luciole.Checkpoints;

namespace Luciole.EndToEnd.Tests.Ranks;

/// <summary>Ranks that die, hang or are stopped while they train together, and what becomes of the training.</summary>
public sealed class FailingRanksTests : IDisposable
{
    private static readonly string[] s_saveOften = ["--set", "MODEL.SAVE_EVERY_MINUTES=0.003"];
    private readonly TemporaryFolder _folder = new();
    private readonly RankedTraining _training;

    public FailingRanksTests() => _training = new RankedTraining(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ten_times_a_rank_is_killed_in_the_middle_of_an_epoch_and_no_sample_is_lost_or_doubled()
    {
        var random = new Random(3);
        for (var round = 0; round < 10; round++)
        {
            var ranks = 2 + (round % 2);
            var before = Stamp();
            using var run = StartedRanks.Of([.. _training.Command("parts", 5_000, s_saveOften), "--resume", "--ranks", $"{ranks}"]);
            run.WaitUntil(() => Stamp() != before);
            Thread.Sleep(random.Next(400));
            var victim = random.Next(ranks);
            Assert.True(run.Signal(victim, StartedRanks.Kill));
            Assert.Equal(1, run.End());
            Assert.Contains($"error: rank {victim} of {ranks} ended first, by signal 9", run.Messages);
        }

        var epochs = EpochsOf(_training.Last("parts")) + 1;
        LucioleProcess.Succeed([.. _training.Command("parts", epochs), "--resume", "--ranks", "2"]);
        LucioleProcess.Succeed(_training.Command("whole", epochs));
        _training.AssertSame("whole", "parts");
    }

    [Fact]
    public void A_rank_that_hangs_ends_all_within_the_time_that_was_set()
    {
        using var run = StartedRanks.Of([.. _training.Command("job", 5_000, s_saveOften), "--ranks", "2", "--set", "SYSTEM.RANK_TIMEOUT=3"]);
        run.WaitUntil(() => File.Exists(_training.Last("job")));
        var ranks = run.Children();
        Assert.True(run.Signal(1, StartedRanks.Halt));
        Assert.Equal(1, run.End());
        Assert.Contains("rank 1 was halted by a signal, and was killed", run.Messages);
        Assert.Contains("--resume", run.Messages);
        Assert.All(ranks, rank => Assert.False(Directory.Exists($"/proc/{rank}"), "a rank is left"));
    }

    [Theory]
    [InlineData(StartedRanks.Interrupt, -1)]
    [InlineData(StartedRanks.Terminate, 1)]
    public void Asked_to_stop_ranks_save_first_and_another_number_of_them_goes_on(int signal, int rank)
    {
        const string job = "job";
        using var run = StartedRanks.Of([.. _training.Command(job, 5_000, s_saveOften), "--ranks", "2"]);
        run.WaitUntil(() => File.Exists(_training.Last(job)));
        if (rank < 0)
            run.Signal(signal);
        else
            Assert.True(run.Signal(rank, signal));
        Assert.Equal(130, run.End());
        Assert.Contains("--resume", run.Output);
        var epochs = EpochsOf(_training.Last(job)) + 1;
        LucioleProcess.Succeed([.. _training.Command(job, epochs), "--resume", "--ranks", "3"]);
        LucioleProcess.Succeed(_training.Command("whole", epochs));
        _training.AssertSame("whole", job);
    }

    [Fact]
    public void Ranks_whose_launcher_was_killed_save_and_end()
    {
        using var run = StartedRanks.Of([.. _training.Command("job", 5_000), "--ranks", "2"]);
        run.WaitUntil(() => run.Output.Contains("epoch 2/", StringComparison.Ordinal) || run.Messages.Contains("epoch 2/", StringComparison.Ordinal));
        var ranks = run.Children();
        Assert.Equal(2, ranks.Count);
        run.Signal(StartedRanks.Kill);
        run.Process.WaitForExit();
        var limit = DateTime.UtcNow.AddMinutes(1);
        while (ranks.Exists(rank => Directory.Exists($"/proc/{rank}")))
        {
            Assert.True(DateTime.UtcNow < limit, "ranks are left");
            Thread.Sleep(50);
        }

        Assert.True(EpochsOf(_training.Last("job")) >= 1);
    }

    [Fact]
    public void What_every_rank_would_refuse_is_refused_once()
    {
        LucioleProcess.AssertRefused(LucioleProcess.Run([.. _training.Command("job", 1), "--ranks", "3", "--set", "TRAIN.LERNING_RATE=1"]), "TRAIN.LERNING_RATE");
        LucioleProcess.AssertRefused(LucioleProcess.Run([.. _training.Command("job", 1), "--ranks", "0"]), "--ranks 0");
    }

    private string Stamp()
    {
        var file = new FileInfo(_training.Last("parts"));
        return file.Exists ? $"{file.LastWriteTimeUtc.Ticks}" : "";
    }

    private static int EpochsOf(string path)
    {
        using var checkpoint = PyTorchCheckpoint.Open(path);
        return (int)checkpoint.EpochNumber!;
    }
}
