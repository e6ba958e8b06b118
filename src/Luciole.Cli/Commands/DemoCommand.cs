using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Luciole.Cli.Demo;
using Luciole.Cli.Terminal;
using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Metrics;
using Luciole.Workflows;

namespace Luciole.Cli.Commands;

/// <summary>
/// <c>luciole demo</c>: simulates cells, trains a small network on them through the same files and the same code as real data, and
/// predicts fields it never saw.
/// </summary>
internal static class DemoCommand
{
    private const string Recipe = "recipes/demo/nucleus.yaml";

    public static Command Create(TerminalOutput output, CancellationToken stop)
    {
        var folder = new Option<string>("--out") { Description = "The folder for all that the demonstration makes.", HelpName = "D", DefaultValueFactory = _ => "luciole-demo" };
        var minutes = new Option<double>("--minutes") { Description = "Minutes of training.", DefaultValueFactory = _ => 3 };
        var command = new Command("demo", "Show the whole way on simulated cells: data, training, prediction, figures and a picture. Takes about four minutes.") { folder, minutes };
        command.SetAction(parsed =>
        {
            var time = parsed.GetValue(minutes);
            if (time is not (> 0 and <= 600))
                throw new InputException($"--minutes {time}: give a number above 0 and up to 600.");
            return Run(parsed.GetRequiredValue(folder), time, output, stop);
        });
        return command;
    }

    private static int Run(string folder, double minutes, TerminalOutput output, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var program = $"Luciole {ProgramVersion.Text}";
        var log = new TerminalLog(output);
        var device = ComputeDevice.Choose(null, -1, output);
        var data = Path.Combine(folder, "data");
        var samples = new DemoData(data, program);
        samples.Write("train", first: 1, count: 40, allSlices: true);
        samples.Write("val", first: 101, count: 2, allSlices: true);
        samples.Write("test", first: 201, count: 3, allSlices: true);
        output.Line($"simulated 45 fields of cells as OME-TIFFs in {data}");

        var configuration = Configuration(data, minutes);
        var job = new JobFolder(folder, "demo", 1, configuration.Configuration.Paths, configuration.Configuration.Log);
        AtomicFile.WriteAllText(Path.Combine(job.ConfigurationFiles, "nucleus.yaml"), ConfigurationWriter.ToYaml(configuration.Configuration));
        var trained = TrainingWorkflow.Run(configuration, job, ProgramVersion.Text, device, log, stop);
        stop.ThrowIfCancellationRequested();

        var test = TestFolders.Read(Path.Combine(data, "test", "x"), Path.Combine(data, "test", "y")).Samples;
        using var model = TrainedModel.Open(trained.BestCheckpoint, configuration, device);
        var options = new PredictionOptions { OutputFolder = job.PerImage, Program = program };
        var outcome = new PredictionWorkflow(model, options, device, log).Run(test, stop);
        if (outcome.Failures.Count > 0)
            throw new InputException(outcome.Failures[0]);
        var panel = Path.Combine(folder, "panel.png");
        PredictionPanel.Write(test[0].RawPath, test[0].TargetPath!, outcome.Files[0], panel);
        output.Line();
        output.Line(Table(test, outcome));
        output.Line();
        output.Line($"model        {trained.BestCheckpoint}");
        output.Line($"predictions  {job.PerImage}");
        output.Line($"picture      {panel}");
        output.Line(string.Create(CultureInfo.InvariantCulture, $"done in {clock.Elapsed.TotalMinutes:F1} minutes"));
        return CommandLine.Success;
    }

    private static ConfigurationResult Configuration(string data, double minutes)
    {
        using var stream = typeof(DemoCommand).Assembly.GetManifestResourceStream(Recipe)
            ?? throw new InvalidOperationException($"{Recipe} is missing in the program.");
        using var reader = new StreamReader(stream);
        string[] folders =
        [
            .. new[] { ("TRAIN", "train"), ("VAL", "val"), ("TEST", "test") }.SelectMany(p => new[]
            {
                $"DATA.{p.Item1}.PATH={Path.Combine(data, p.Item2, "x")}",
                $"DATA.{p.Item1}.GT_PATH={Path.Combine(data, p.Item2, "y")}",
            }),
            string.Create(CultureInfo.InvariantCulture, $"TRAIN.MAX_MINUTES={minutes}"),
        ];
        return ConfigurationReader.ReadText(reader.ReadToEnd(), Recipe, folders);
    }

    private static string Table(IReadOnlyList<Sample> test, PredictionOutcome outcome)
    {
        var table = new PlainTable("held-out image", "PCC", "SSIM", "SSIM of a constant prediction");
        for (var i = 0; i < test.Count; i++)
        {
            var metrics = outcome.Scores[i].Metrics;
            table.Row(Path.GetFileName(test[i].RawPath), $"{metrics.PearsonCorrelation:F3}", $"{metrics.StructuralSimilarity:F3}", $"{ConstantPrediction(test[i].TargetPath!):F3}");
        }

        var scores = outcome.Scores.Select(s => s.Metrics).ToList();
        table.Row("mean", $"{scores.Average(m => m.PearsonCorrelation):F3}", $"{scores.Average(m => m.StructuralSimilarity):F3}", $"{test.Average(t => ConstantPrediction(t.TargetPath!)):F3}");
        return table + Environment.NewLine + "A constant prediction has no correlation with anything: its PCC counts as 0.";
    }

    // What predicting the mean everywhere would score: the least that a model must beat.
    private static double ConstantPrediction(string target)
    {
        using var truth = ImageFile.Read(target);
        var values = truth.ToSingle();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (double)(v - mean)));
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((values[i] - mean) / deviation);
        return TestMetrics.Measure(new float[values.Length], values, truth.Height, truth.Width).StructuralSimilarity;
    }
}
