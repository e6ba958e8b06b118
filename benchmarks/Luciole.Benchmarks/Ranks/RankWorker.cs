using System.Diagnostics;
using System.Globalization;
using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Workers;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Distributed;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Runtime;
using Luciole.Training;

namespace Luciole.Benchmarks.Ranks;

/// <summary>One rank of a training that is timed: <c>rank-worker NETWORK BATCH RANK RANKS THREADS FILE</c>. Each line it reads names a way and a number of steps.</summary>
internal static class RankWorker
{
    /// <summary>The word on the command line.</summary>
    public const string Command = "rank-worker";

    /// <summary>Gradients travel in buckets while the backward pass runs.</summary>
    public const string Overlapping = "overlapping";

    /// <summary>All gradients travel at once after the backward pass.</summary>
    public const string Afterwards = "afterwards";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    /// <summary>Works until there are no more lines.</summary>
    public static void Run(string[] words, TextReader requests, TextWriter answers)
    {
        var shape = RanksBenchmark.Networks.First(n => n.Name == words[0]);
        var (batch, rank, ranks) = (Number(words[1]), Number(words[2]), Number(words[3]));
        TorchRuntime.UseThreads(Number(words[4]));
        RandomState.Seed(1);
        using var scope = new TensorScope();
        TrainingTask task = shape.Architecture == NetworkShape.Unetr
            ? new ImageToImageTask(new Unetr(shape.UnetrOptions()), ImageLoss.Mse)
            : new PretrainingTask(new MaskedAutoencoder(shape.MaskedAutoencoderOptions()));
        using var network = task.Model;
        using var optimizer = new AdamW(ParameterGroup.Split(network, 0.01), 1e-4);
        using var team = ranks == 1 ? null : new Team(network, new RankPlace(rank, ranks, rank), words[5]);
        var source = new FixedBatches(shape.ImageSize, batch, rank, ranks);
        answers.WriteLine("ready");
        while (requests.ReadLine()?.Split(' ') is [var way, var steps])
        {
            source.StepsPerEpoch = Number(steps);
            var options = new TrainingOptions { Epochs = 1, Schedule = new ConstantRate(1e-4) };
            var clock = Stopwatch.StartNew();
            new TrainingLoop(task, optimizer, options, ranks: team?.By(way)).Run(source, null, new Nobody(), null, TrainingProgress.Start, CancellationToken.None);
            answers.WriteLine(clock.Elapsed.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private sealed class Team : IDisposable
    {
        private readonly RankStore _store;
        private readonly ProcessGroup _group;
        private readonly DataParallel _overlapping;
        private readonly DataParallel _afterwards;

        public Team(Torch.Modules.Module network, RankPlace place, string file)
        {
            _store = new RankStore(Rendezvous.ByFile(file), place, s_timeout);
            _group = new ProcessGroup(CollectiveBackend.Gloo, _store, place, "127.0.0.1", s_timeout);
            _overlapping = new DataParallel(_group, network, new DataParallelOptions(), CancellationToken.None);
            _afterwards = new DataParallel(_group, network, new DataParallelOptions { BucketBytes = long.MaxValue }, CancellationToken.None);
        }

        public DataParallel By(string way) => way == Overlapping ? _overlapping : _afterwards;

        public void Dispose()
        {
            _afterwards.Dispose();
            _overlapping.Dispose();
            _group.Dispose();
            _store.Dispose();
        }
    }

    /// <summary>A rank's part of the same batch again and again.</summary>
    private sealed class FixedBatches(int side, int batch, int rank, int ranks) : IBatchSource
    {
        public int StepsPerEpoch { get; set; } = 1;

        public IEnumerable<Batch> Epoch(int epoch, int firstStep, CancellationToken cancellation)
        {
            var (first, end) = (batch * rank / ranks, batch * (rank + 1) / ranks);
            long[] shape = [end - first, 1, side, side];
            var (raw, target) = (new float[(end - first) * side * side], new float[(end - first) * side * side]);
            Pattern.FillImages(raw, Pattern.Input);
            Pattern.FillImages(target, Pattern.Target);
            for (var step = firstStep; step < StepsPerEpoch; step++)
                yield return new Batch(raw, target, shape, shape, [.. Enumerable.Range(first, end - first).Select(n => $"{n}")]) { First = first, WholeCount = batch };
        }
    }

    private sealed class Nobody : ITrainingObserver
    {
        public void StepDone(StepRecord step)
        {
        }

        public void EpochDone(EpochRecord epoch)
        {
        }
    }
}
