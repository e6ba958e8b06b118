using Luciole.Data.Discovery;
using Luciole.Data.Loading;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows.Tests;

public sealed class LoaderBatchesTests
{
    private readonly LoaderBatches _source;

    public LoaderBatchesTests()
    {
        var samples = Enumerable.Range(0, 5).Select(i => new Sample($"raw{i}", $"target{i}", $"{i}")).ToList();
        var settings = new LoaderSettings
        {
            Patch = PatchShape.Square(4),
            BatchSize = 2,
            Shuffle = true,
            Workers = 2,
            Normalization = new NormalizationSettings { Type = NormalizationType.ScaleRange },
        };
        _source = new LoaderBatches(new SampleLoader(samples, Open, settings), replicate: 3);
    }

    [Fact]
    public void An_epoch_passes_several_times_over_the_samples_in_another_order_each_time()
    {
        Assert.Equal(9, _source.StepsPerEpoch);
        var batches = Names(2, 0);
        Assert.Equal(9, batches.Count);
        var passes = batches.Chunk(3).Select(pass => pass.SelectMany(names => names).ToList()).ToList();
        Assert.All(passes, pass => Assert.Equal(5, pass.Distinct().Count()));
        Assert.Equal(3, passes.Select(pass => string.Join(' ', pass)).Distinct().Count());
    }

    [Fact]
    public void An_epoch_goes_on_at_any_step_in_any_pass()
    {
        var whole = Names(2, 0);
        for (var first = 0; first <= 9; first++)
            Assert.Equal(whole.Skip(first), Names(2, first));
    }

    [Fact]
    public void A_batch_has_its_shapes_and_names()
    {
        var batch = _source.Epoch(0, 2, CancellationToken.None).First();
        Assert.Equal([1, 1, 4, 4], batch.RawShape);
        Assert.Equal([1, 1, 4, 4], batch.TargetShape!);
        Assert.Equal((16, 16, 1), (batch.Raw.Length, batch.Target!.Length, batch.Count));
        Assert.StartsWith("raw", Assert.Single(batch.Names));
    }

    [Fact]
    public void A_cancellation_ends_the_epoch()
    {
        using var cancellation = new CancellationTokenSource();
        var seen = 0;
        foreach (var _ in _source.Epoch(0, 0, cancellation.Token))
        {
            if (++seen == 4)
                cancellation.Cancel();
        }

        Assert.Equal(4, seen);
    }

    private List<IReadOnlyList<string>> Names(int epoch, int firstStep) => [.. _source.Epoch(epoch, firstStep, CancellationToken.None).Select(batch => batch.Names)];

    private static ImageArray Open(string path) => ImageArray.FromSingle(4, 4, 1, [.. Enumerable.Range(0, 16).Select(i => (float)(i * path.Length))], path);
}
