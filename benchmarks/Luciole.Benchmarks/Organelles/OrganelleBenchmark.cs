using System.Globalization;
using System.Text;
using Luciole.Benchmarks.Comparison;
using Luciole.Benchmarks.Report;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Benchmarks.Organelles;

/// <summary>Four organelles of one image by <c>predict --models</c> against four predictions by single models: time of the networks, and memory of the program.</summary>
internal sealed class OrganelleBenchmark : IBenchmark
{
    private const int Rounds = 3;
    private static readonly string[] s_organelles = ["nucleus", "mitochondria", "actin", "tubulin"];

    public string Name => "organelles";

    public string Purpose => "predict --models with four organelles against four single predictions: time and memory. --quick: small networks; --write: into docs/benchmarks.md.";

    public void Run() => Run([]);

    public void Run(IReadOnlyList<string> arguments)
    {
        if (arguments.FirstOrDefault(a => a is not ("--quick" or "--write")) is { } unknown)
            throw new InputException($"{unknown}: organelles knows --quick and --write only.");
        var quick = arguments.Contains("--quick");
        var work = Directory.CreateTempSubdirectory("luciole-organelles-").FullName;
        try
        {
            var text = Measure(work, quick);
            Console.WriteLine(text);
            if (arguments.Contains("--write") && !quick)
                new ReportDocument(Path.Combine(Repository.Root, "docs", "benchmarks.md")).Write(Name, text);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string Measure(string work, bool quick)
    {
        var side = quick ? 512 : 2048;
        var models = Path.Combine(work, "models");
        Directory.CreateDirectory(models);
        foreach (var organelle in s_organelles)
            MeasuredProgram.Run(["init", "--config", Recipe(organelle, quick), "--out", Path.Combine(models, organelle + ".pth"), "--set", "MODEL.LOAD_CHECKPOINT=False"]);
        var image = Path.Combine(work, "image.npy");
        NumpyFile.Write(image, "<u2", Pixels(side), side, side);

        var alone = s_organelles.Select(o => MeasuredProgram.Run(["predict", image, "--model", Path.Combine(models, o + ".pth"), "--out", Path.Combine(work, "alone")])).ToList();
        var together = MeasuredProgram.Run(["predict", image, "--models", models, "--out", Path.Combine(work, "set")]);
        var oneByOne = MeasuredProgram.Run(["predict", image, "--models", models, "--out", Path.Combine(work, "low"), "--low-memory"]);
        var weights = s_organelles.Sum(o => new FileInfo(Path.Combine(models, o + ".pth")).Length);
        var times = Times(models, image, quick);

        var table = new MarkdownTable("four organelles of one image", "networks s", "of the sum", "whole program s", "memory GiB");
        var sum = times.Alone.Sum();
        table.Add("four single predictions, one after the other", Seconds(sum), "1", Seconds(alone.Sum(a => a.Seconds)), Gibibytes(alone.Max(a => a.PeakBytes)));
        table.Add("`--models`", Seconds(times.Set), (times.Set / sum).ToString("F3", CultureInfo.InvariantCulture), Seconds(together.Seconds), Gibibytes(together.PeakBytes));
        table.Add("`--models --low-memory`", "", "", Seconds(oneByOne.Seconds), Gibibytes(oneByOne.PeakBytes));
        return new StringBuilder()
            .Append("## Four organelles\n\n")
            .Append(CultureInfo.InvariantCulture, $"{(quick ? "Small networks" : "The networks of recipes/lightmycells")} with random weights, {Gibibytes(weights)} GiB of them in all; one image of {side} x {side} pixels. ")
            .Append("*Networks*: reading, normalising, networks and merging in one process, second to fourth run, medians of three in turn; a single prediction has all the memory for spectra that there is. ")
            .Append("*Whole program*: one start with loading and writing. *Memory*: the largest resident size, of the largest of the four singles.\n\n")
            .Append(CultureInfo.InvariantCulture, $"{Machine.Describe()}; load afterwards {Machine.Load()}. `dotnet run -c Release --project benchmarks/Luciole.Benchmarks -- organelles --write`\n\n")
            .Append(table)
            .ToString();
    }

    private static (double[] Alone, double Set) Times(string models, string image, bool quick)
    {
        using var bench = new OrganelleTimes(models, s_organelles);
        using var source = ImageFile.Read(image);
        var alone = s_organelles.Select(_ => new List<double>()).ToArray();
        var set = new List<double>();
        for (var round = 0; round <= (quick ? 1 : Rounds); round++)
        {
            var singles = Enumerable.Range(0, alone.Length).Select(i => bench.Alone(i, source)).ToArray();
            var together = bench.Together(source);

            // The first round finds memory, threads and the ways of convolution.
            if (round == 0)
                continue;
            for (var i = 0; i < alone.Length; i++)
                alone[i].Add(singles[i]);
            set.Add(together);
        }

        return ([.. alone.Select(Statistics.Median)], Statistics.Median(set));
    }

    private static string Recipe(string organelle, bool quick) => Path.Combine(Repository.Root, "recipes", "lightmycells", quick ? "organelle-small.yaml" : organelle + ".yaml");

    private static byte[] Pixels(int side)
    {
        var random = new Random(1);
        var bytes = new byte[side * side * 2];
        for (var i = 0; i < bytes.Length; i += 2)
            BitConverter.TryWriteBytes(bytes.AsSpan(i), (ushort)random.Next(1000, 2000));
        return bytes;
    }

    private static string Seconds(double value) => value.ToString(value < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);

    private static string Gibibytes(long bytes) => (bytes / (double)(1L << 30)).ToString("F2", CultureInfo.InvariantCulture);
}
