using System.Globalization;
using Luciole.Benchmarks.Comparison;
using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Report;
using Luciole.Files;
using Luciole.Torch.Runtime;

namespace Luciole.Benchmarks.Ranks;

/// <summary>Ranks of one thread against one process with a thread for each core, and gradients on their way during the backward pass against after it.</summary>
internal sealed class RanksBenchmark : IBenchmark
{
    private const int Rounds = 7;
    private const double Seconds = 6;

    /// <summary>The networks that are trained.</summary>
    public static IReadOnlyList<NetworkShape> Networks { get; } =
    [
        ComparedNetworks.Small,
        ComparedNetworks.MaskedAutoencoder with { Name = "mae-small", ImageSize = 256, TokenSize = 16, EmbedDim = 192, Heads = 6, DecoderEmbedDim = 128, DecoderLayers = 4, DecoderHeads = 4, DecoderHiddenDim = 512 },
    ];

    /// <inheritdoc/>
    public string Name => "ranks";

    /// <inheritdoc/>
    public string Purpose => "As many ranks of one thread as there are cores against one process with all threads, in training: [--only small,mae-small] [--quick] [--write]";

    /// <inheritdoc/>
    public void Run() => Run([]);

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> arguments)
    {
        var (isQuick, isWritten) = (arguments.Contains("--quick"), arguments.Contains("--write"));
        var only = arguments.SkipWhile(a => a != "--only").Skip(1).FirstOrDefault();
        if (arguments.FirstOrDefault(a => a is not ("--quick" or "--write" or "--only") && a != only) is { } unknown)
            throw new InputException($"{unknown} is not known; ranks takes --only NETWORK,NETWORK..., --quick and --write.");
        if (isQuick && isWritten)
            throw new InputException("--write takes full measurements only; leave out --quick.");
        var (machine, cores) = (Machine.Describe(), PhysicalCores.Count());
        var ranks = Math.Max(2, cores);
        var table = new MarkdownTable(
            "network, batch", "1 process, samples/s", $"{ranks} ranks, samples/s", "ranks / process", "all gradients afterwards, samples/s", "during / after");
        foreach (var network in Networks.Where(n => only is null || only.Split(',').Contains(n.Name)))
            table.Add(Row(network, 4 * ranks, ranks, cores, isQuick));
        var section = string.Create(
            CultureInfo.InvariantCulture,
            $"## Ranks that share a training\n\n{machine}; `{string.Join(' ', arguments.Prepend(Name))}`.{(isQuick ? " A quick check: no figures to quote." : "")}\n\n{table}");
        Console.WriteLine(section);
        if (isWritten)
            new ReportDocument(Path.Combine(Repository.Root, "docs", "benchmarks.md")).Write(Name, section);
    }

    // The three ways take turns, so that the machine's moods meet all of them.
    private static string[] Row(NetworkShape network, int batch, int ranks, int cores, bool isQuick)
    {
        using var alone = new RankTeam(network.Name, batch, 1, cores);
        using var team = new RankTeam(network.Name, batch, ranks, Math.Max(1, cores / ranks));
        alone.Go(RankWorker.Overlapping, 2);
        team.Go(RankWorker.Afterwards, 2);
        var once = team.Go(RankWorker.Overlapping, 2) / 2;
        var steps = isQuick ? 2 : Math.Max(2, (int)(Seconds / once));
        List<(double Alone, double Overlapping, double Afterwards)> rates = [];
        for (var round = 0; round < (isQuick ? 1 : Rounds); round++)
        {
            Console.Error.WriteLine($"  {DateTime.Now:HH:mm:ss} {network.Name}, round {round + 1}");
            double Rate(RankTeam who, string way) => batch * steps / who.Go(way, steps);
            var first = Rate(alone, RankWorker.Overlapping);
            var (during, after) = round % 2 == 0
                ? (Rate(team, RankWorker.Overlapping), Rate(team, RankWorker.Afterwards))
                : Swapped(Rate(team, RankWorker.Afterwards), Rate(team, RankWorker.Overlapping));
            rates.Add((first, during, after));
        }

        static string Text(IEnumerable<double> values) => Statistics.Median(values).ToString("F2", CultureInfo.InvariantCulture);
        string Compared(Func<(double Alone, double Overlapping, double Afterwards), double> ratio) => Figures.Ratio(Statistics.Median(rates.Select(ratio)), rates.Select(ratio));
        return
        [
            $"{network.Name}, {batch} images of {network.ImageSize} x {network.ImageSize}", Text(rates.Select(r => r.Alone)), Text(rates.Select(r => r.Overlapping)), Compared(r => r.Overlapping / r.Alone),
            Text(rates.Select(r => r.Afterwards)), Compared(r => r.Overlapping / r.Afterwards),
        ];
    }

    private static (double First, double Second) Swapped(double second, double first) => (first, second);
}
