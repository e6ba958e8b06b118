using Luciole.Models;
using Luciole.Workflows.Capacity;
using Luciole.Workflows.Journal;
using Luciole.Workflows.Tests.Capacity;

namespace Luciole.Workflows.Tests.Journal;

public sealed class RunSummaryTests
{
    [Fact]
    public void What_is_going_to_happen_is_told()
    {
        var rows = Rows("TRAIN.MAX_MINUTES=13", "TRAIN.ACCUM_ITER=2", "TRAIN.PATIENCE=5", "AUGMENTOR.ENABLE=True", "AUGMENTOR.VFLIP=True", "TRAIN.EMA_DECAY=0.99");
        Assert.Equal("fluorescence from label-free images", rows["task"]);
        Assert.Equal("UNETR: tokens of 16 pixels, 12 layers of width 192 with 6 heads; decoder of 16 filters, kernel 3", rows["network"]);
        Assert.Equal("6,616,961, of which 6,567,617 are trained", rows["parameters"]);
        Assert.Equal("random weights", rows["begins with"]);
        Assert.Equal("26 to learn from, 13 to validate on", rows["images"]);
        Assert.Equal("256 x 256 x 1, on a grid", rows["patches"]);
        Assert.Equal("65 batches of 6, 2 of them for a step of the optimiser", rows["epoch"]);
        Assert.Equal("20 epochs, 1,300 batches, at most 13 minutes; ends after 5 epochs without gain", rows["length"]);
        Assert.Equal("AdamW, betas 0.9 and 0.999, weight decay 0.02; weights averaged with decay 0.99", rows["optimiser"]);
        Assert.Equal("0.0001", rows["learning rate"]);
        Assert.Equal("vflip; each with probability 0.5", rows["augmentation"]);
        Assert.Equal("cpu in single precision, 2 threads; 1 more load images", rows["computes on"]);
        Assert.Equal("/r/job/checkpoints", rows["checkpoints"]);
    }

    [Fact]
    public void What_it_needs_is_told()
    {
        var rows = Rows();
        Assert.Matches(@"^about 1\.\d GB of 8\.0 GB available \(weights 26 MB, gradients 26 MB, optimiser 53 MB, activations [67]\d\d MB\); decoded images up to 2\.0 GB besides$", rows["memory"]);
        Assert.Equal("checkpoints of 79 MB, 237 MB at most of 50 GB free", rows["disk"]);
    }

    [Fact]
    public void What_is_recomputed_is_told() =>
        Assert.Contains(" MB, recomputing decoder); ", Rows("TRAIN.RECOMPUTE_ACTIVATIONS=decoder")["memory"]);

    [Fact]
    public void The_table_has_a_line_for_each_row_with_the_values_below_each_other()
    {
        var settings = EarlyRefusalTests.Read();
        var lines = RunSummary.Of(settings, Job(settings), Facts(settings)).TrimEnd('\n').Split('\n');
        Assert.Equal(RunSummary.Rows(settings, Job(settings), Facts(settings)).Count(), lines.Length);
        Assert.Single(lines.Select(l => l.Length - l.TrimStart().Length).Distinct());
        Assert.All(lines, l => Assert.Equal("  ", l[13..15]));
    }

    [Fact]
    public void The_settings_table_tells_every_key_and_the_default_where_it_is_another()
    {
        var table = SettingsTable.Of(EarlyRefusalTests.Read("TRAIN.LR=0.25"));
        Assert.Matches(@"(?m)^TRAIN\.LR +0\.25 +0\.0001$", table);
        Assert.Matches(@"(?m)^TRAIN\.EPOCHS +20 +360$", table);
        Assert.Matches(@"(?m)^TRAIN\.W_DECAY +0\.02$", table);
        Assert.Equal(Luciole.Configuration.ConfigurationSchema.Keys.Count + 1, table.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void The_parameter_table_tells_every_tensor_and_the_sums()
    {
        using var network = new AttentionUnet(new AttentionUnetOptions { FeatureMaps = [2, 4] });
        var table = ParameterTable.Of(network);
        Assert.Matches(@"(?m)^down_path\.0\.block\.0\.block\.0\.weight +\[2, 1, 3, 3\] +18  trained$", table);
        Assert.Matches(@"(?m)^bottleneck\.block\.0\.block\.1\.running_mean +\[4\] +4  buffer$", table);
        Assert.Matches($@"(?m)^parameters +{network.ParameterCount}$", table);
        Assert.Matches($@"(?m)^buffers .* +{network.State().Where(t => !t.IsParameter).Sum(t => t.Tensor.ElementCount)}$", table);
        using var fixedPositions = new Unetr(new UnetrOptions { ImageSize = 8, TokenSize = 4, EmbedDim = 8, Layers = 1, Heads = 1, HiddenMultiple = 1, Filters = 2 });
        Assert.Matches(@"(?m)^pos_embed +\[1, 5, 8\] +40  fixed$", ParameterTable.Of(fixedPositions));
    }

    private static Dictionary<string, string> Rows(params string[] overrides)
    {
        var settings = EarlyRefusalTests.Read(overrides);
        return RunSummary.Rows(settings, Job(settings), Facts(settings)).ToDictionary(r => r.Name, r => r.Value, StringComparer.Ordinal);
    }

    private static JobFolder Job(Luciole.Configuration.LucioleConfiguration settings) => new("/r", "job", 1, settings.Paths, settings.Log);

    private static RunFacts Facts(Luciole.Configuration.LucioleConfiguration settings) => new()
    {
        Parameters = 6_616_961,
        TrainedParameters = 6_567_617,
        TrainingSamples = 26,
        ValidationSamples = 13,
        StepsPerEpoch = 65,
        Device = "cpu",
        Threads = 2,
        LoaderThreads = 1,
        AvailableMemory = 8_000_000_000,
        ImageMemory = 2_000_000_000,
        FreeDisk = 50_000_000_000,
        Needs = TrainingNeeds.Of(settings),
    };
}
