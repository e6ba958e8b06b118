using System.Text.Json;
using System.Text.RegularExpressions;
using Luciole.Benchmarks.Comparison;
using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Workers;
using Luciole.Torch.Profiling;

namespace Luciole.Benchmarks.Tests;

public sealed class WorkerTests
{
    private static readonly WorkOrder Order = new()
    {
        Work = WorkKind.Training,
        Threads = 1,
        Network = new NetworkShape
        {
            Name = "tiny", Architecture = NetworkShape.Unetr, ImageSize = 16, TokenSize = 4, EmbedDim = 8, Layers = 3, Heads = 2, Filters = 2, KernelSize = 3,
        },
        Convolution = new ConvolutionShape(1, 1, 5, 8),
    };

    [Fact]
    public void A_worker_answers_each_line_with_one_line()
    {
        var requests = string.Join('\n', $"order {JsonSerializer.Serialize(Order, WorkOrder.Json)}", "go", "go", "memory");
        var answers = new StringWriter();
        LucioleWorker.Run(new StringReader(requests), answers);
        var lines = answers.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal(64, JsonSerializer.Deserialize<WorkerReady>(lines[0], WorkOrder.Json)!.Names.Length);
        var (first, second) = (Done(lines[1]), Done(lines[2]));
        Assert.True(second.Loss < first.Loss, "a step of training did not help");
        Assert.InRange(first.Split.Values.Sum(), 0.5 * first.Seconds, first.Seconds);
        Assert.True(first.Split[nameof(LayerKind.Attention)] > 0);
        Assert.True(JsonSerializer.Deserialize<WorkerMemory>(lines[3], WorkOrder.Json)!.Bytes > 1 << 20);

        static WorkDone Done(string line) => JsonSerializer.Deserialize<WorkDone>(line, WorkOrder.Json)!;
    }

    [Fact]
    public void Python_reads_only_what_an_order_has()
    {
        var order = JsonSerializer.SerializeToElement(Order, WorkOrder.Json);
        var known = new[] { order, order.GetProperty("network"), order.GetProperty("convolution") }.SelectMany(e => e.EnumerateObject()).Select(p => p.Name);
        Assert.Empty(Python("worker.py", """\b(?:order|network|n|c)\["(\w+)"\]""").Except(known));
    }

    [Fact]
    public void Python_books_time_under_the_kinds_that_there_are() =>
        Assert.Equal(
            Enum.GetNames<LayerKind>().Order(StringComparer.Ordinal),
            Python("layer_clock.py", "\"([A-Z]\\w+)\"").Distinct().Order(StringComparer.Ordinal));

    // The figures are pattern.py's.
    [Fact]
    public void Weights_and_images_are_those_that_Python_fills_in()
    {
        var values = new float[300_000];
        Pattern.Fill(values, Pattern.Input, 3.4641016151377544);
        Assert.Equal([-1.7199475765228271f, 0.6888983249664307f, -1.0652539730072021f, 0.007287605665624142f], [.. values[..3], values[^1]]);
        Pattern.Fill(values, 7, 0.5, 1);
        Assert.Equal([1.0340853929519653f, 1.0913617610931396f, 0.8223082423210144f, 1.1978070735931396f], [.. values[..3], values[^1]]);
    }

    [Fact]
    public void Times_are_compared_pair_by_pair()
    {
        static WorkDone[] Runs(params double[] seconds) => [.. seconds.Select(s => new WorkDone(s, new Dictionary<string, double>()))];
        var times = new PairedTimes(Runs(1, 2, 4), Runs(10, 10, 10), 0, 0);
        Assert.Equal(5, times.Ratio);
        Assert.Equal(2, times.LucioleSeconds);
        Assert.Equal(2.5, Statistics.Median([1, 3, 2, 9]));
    }

    private static IEnumerable<string> Python(string file, string pattern) =>
        Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "benchmarks", "pytorch", file)), pattern, RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(m => m.Groups[1].Value);
}
