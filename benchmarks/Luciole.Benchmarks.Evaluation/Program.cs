using System.Globalization;
using System.Text;
using Luciole.Benchmarks.Evaluation;
using Luciole.Files;

const string Document = "docs/benchmarks-evaluation.md";
var quick = args.Contains("--quick");
if (args.Except(["--quick", "--write"]).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"error: {unknown}: the options are --quick (small images, one pair of runs) and --write (puts the table into {Document}).");
    return 2;
}

var root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "Luciole.slnx")))
    root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("This program is not in Luciole's repository.");
var work = Directory.CreateTempSubdirectory("luciole-evaluation-").FullName;
try
{
    using var python = new PythonWorker(Path.Combine(root, "benchmarks", "python", "official_metrics.py"));
    var text = new StringBuilder();
    text.AppendLine("# The official figures, side by side").AppendLine();
    text.AppendLine($"Written by `benchmarks/Luciole.Benchmarks.Evaluation` on {DateTime.UtcNow:yyyy-MM-dd}: {Processor()}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the start. {python.Versions}. Processor milliseconds for one pair of images, one core each, the two sides in turn, medians; both give the same figures to 1e-6.").AppendLine();
    text.AppendLine("| pixels | | Luciole | Python | times as fast | from - to |").AppendLine("|--:|---|--:|--:|--:|--:|");
    foreach (var side in quick ? [256] : (int[])[512, 1024, 2048])
    {
        var (prediction, truth) = TestPair.Write(work, side);
        var runs = Runs(python, prediction, truth, quick ? 1 : 7, quick ? 1 : Math.Max(2, 8_000_000 / (side * side)));
        foreach (var (what, of) in new (string, Func<Cost, double>)[] { ("figures", c => c.Measuring), ("with reading the files", c => c.Both) })
        {
            var ratios = runs.Select(r => of(r.Theirs) / of(r.Ours)).Order().ToList();
            text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"| {side} x {side} | {what} | {Median(runs.Select(r => of(r.Ours))) * 1e3:F1} | {Median(runs.Select(r => of(r.Theirs))) * 1e3:F1} | {Median(ratios):F1} | {ratios[0]:F1} - {ratios[^1]:F1} |"));
        }
    }

    text.AppendLine().AppendLine("## The report").AppendLine();
    text.AppendLine($"`luciole evaluate --report` on all {Environment.ProcessorCount} cores, once: reading, figures, pictures, and the HTML file. Asked for 500 images: less than 60 s on two cores, less than 150 MB.").AppendLine();
    text.AppendLine("| images | pixels | organelles | time | processor time | size |").AppendLine("|--:|--:|---|--:|--:|--:|");
    foreach (var (organelles, confidence) in new[] { (1, false), (4, true) })
        text.AppendLine(quick ? ReportCost.Measure(work, 20, 256, organelles, confidence) : ReportCost.Measure(work, 500, 1024, organelles, confidence));

    Console.Write(text);
    if (args.Contains("--write"))
        File.WriteAllText(Path.Combine(root, Document), text.ToString());
    return 0;
}
catch (InputException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
finally
{
    Directory.Delete(work, recursive: true);
}

static List<(Cost Ours, Cost Theirs)> Runs(PythonWorker python, string prediction, string truth, int pairs, int repeats)
{
    // The first runs compile and fill caches.
    for (var clock = System.Diagnostics.Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(3);)
        OurWork.Measure(prediction, truth, repeats);
    python.Measure(prediction, truth, 1);
    var runs = new List<(Cost Ours, Cost Theirs)>();
    for (var i = 0; i < pairs; i++)
    {
        Cost ours, theirs;
        if (i % 2 == 0)
            (ours, theirs) = (OurWork.Measure(prediction, truth, repeats), python.Measure(prediction, truth, repeats));
        else
            (theirs, ours) = (python.Measure(prediction, truth, repeats), OurWork.Measure(prediction, truth, repeats));
        foreach (var (name, value) in theirs.Figures)
        {
            if (!(Math.Abs(value - ours.Figures[name]) <= 1e-6 * Math.Max(1, Math.Abs(value))))
                throw new InputException($"{name} is {ours.Figures[name]:R} here and {value:R} there; times of different results say nothing.");
        }

        runs.Add((ours, theirs));
    }

    return runs;
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToList();
    return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}

static string Processor() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
