using System.Globalization;
using System.Text;
using Luciole.Cli.Commands;
using Luciole.Cli.Ranks;
using Luciole.Cli.Terminal;
using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Distributed;
using Luciole.Workflows;
using Luciole.Workflows.Ranks;

namespace Luciole.Cli;

/// <summary>Carries a configuration out: training when it is enabled, then prediction when that is.</summary>
/// <param name="output">Told what happens.</param>
/// <param name="stop">Asks for an orderly end.</param>
/// <param name="ranks">The ranks that share the training, or null; the first alone writes files, and predicts.</param>
internal sealed class ConfiguredRun(TerminalOutput output, CancellationToken stop, JoinedRanks? ranks = null)
{
    private const int MostPanels = 10;
    private readonly TerminalLog _log = new(output);

    /// <summary>Reads the configuration and carries it out, together with others where a launcher started several processes.</summary>
    public static int Do(RunRequest request, TerminalOutput output, CancellationToken stop)
    {
        var configuration = ConfigurationReader.ReadFile(request.ConfigurationFile, request.Overrides);
        Availability.Require(configuration.Configuration);
        return LaunchEnvironment.Read(Environment.GetEnvironmentVariable) is { } launch
            ? new RankedRun(output, stop).Do(request, configuration, launch)
            : new ConfiguredRun(output, stop).Do(request, configuration);
    }

    /// <summary>Starts ranks that carry the configuration out together, after what all of them would refuse was refused once.</summary>
    public static int Launch(RunRequest request, int ranks, TerminalOutput output, CancellationToken stop)
    {
        Availability.Require(ConfigurationReader.ReadFile(request.ConfigurationFile, request.Overrides).Configuration);
        return new RankLauncher(output, stop).RunTogether(
            ranks, RankLauncher.OwnCommand(), "The training goes on from what was saved last with the same command and --resume, with as many ranks as you like.");
    }

    public int Do(RunRequest request, ConfigurationResult configuration)
    {
        var settings = configuration.Configuration;
        var job = new JobFolder(request.ResultFolder, request.Name, request.RunId, settings.Paths, settings.Log);
        var device = ComputeDevice.Choose(request.Gpu ?? settings.System.Device, settings.System.CpuThreads, output, ranks);
        foreach (var note in configuration.Notes)
            _log.Note(note.ToString());
        foreach (var note in Availability.Notes(settings))
            _log.Note(note);
        var isFirst = ranks?.Place.IsFirst ?? true;
        if (isFirst)
            KeepConfiguration(request, configuration, job);

        // Hours of training should not end with a misspelt test folder.
        var samples = settings.Test.Enable ? TestSamples.Find(settings) : null;
        output.Line($"job {job.Id} in {job.Root}");
        var trained = settings.Train.Enable ? Train(configuration, job, device, request.Resume) : null;
        stop.ThrowIfCancellationRequested();
        return samples is null || !isFirst ? CommandLine.Success : Predict(configuration, samples, job, trained, device);
    }

    private string Train(ConfigurationResult configuration, JobFolder job, Device device, bool resume)
    {
        var outcome = TrainingWorkflow.Run(configuration, job, ProgramVersion.Text, device, _log, stop, resume, ranks);
        output.Line(outcome.IsFinished ? $"best checkpoint: {outcome.BestCheckpoint}" : $"training is not finished; go on with the same command and --resume, from {job.LastState}");

        // Another rank was asked to stop.
        return outcome.IsFinished ? outcome.BestCheckpoint : throw new OperationCanceledException();
    }

    private int Predict(ConfigurationResult configuration, SampleList samples, JobFolder job, string? trained, Device device)
    {
        var settings = configuration.Configuration;
        foreach (var note in samples.Notes)
            _log.Note(note);
        var kept = TestSamples.Keep(settings, samples.Samples, job, _log);
        var checkpoint = trained ?? job.RequireCheckpoint(settings, "give PATHS.CHECKPOINT_FILE, or set TRAIN.ENABLE: True to train one");
        var options = new PredictionOptions { OutputFolder = job.PerImage, Output = settings.Test.Output, Program = $"Luciole {ProgramVersion.Text}" };
        if (settings.Problem.Workflow == Workflow.SelfSupervised)
            return new ReconstructionRun(output, _log, stop).Do(configuration, kept, checkpoint, options, job, device);
        using var model = TrainedModel.Open(checkpoint, configuration, device);
        foreach (var note in model.Settings.Notes.Skip(configuration.Notes.Count))
            _log.Note(note.ToString());
        output.Line($"predicting {kept.Count} images with {model.Path}");
        var outcome = new PredictionWorkflow(model, options, device, _log).Run(kept, stop);
        ShowScores(outcome.Scores, job);
        var open = PreprocessingMapping.Opener(settings.Data, settings.Data.Preprocess.Test, kept);
        new PredictionPage(output, stop).Write(Path.Combine(job.Results, PredictionPage.Name), model.ChannelName, model.Path, kept, job.PerImage, outcome.Files, open);
        return PredictCommand.Finish(outcome.Files, outcome.Failures, kept.Count, output);
    }

    private static void KeepConfiguration(RunRequest request, ConfigurationResult configuration, JobFolder job)
    {
        var name = Path.GetFileName(request.ConfigurationFile);
        AtomicFile.WriteAllText(Path.Combine(job.ConfigurationFiles, name), configuration.Text);
        AtomicFile.WriteAllText(
            Path.Combine(job.ConfigurationFiles, $"{Path.GetFileNameWithoutExtension(name)}.resolved.yaml"), ConfigurationWriter.ToYaml(configuration.Configuration));
    }

    private void ShowScores(IReadOnlyList<ImageScore> scores, JobFolder job)
    {
        if (scores.Count == 0)
            return;
        var table = new PlainTable("image", "PCC", "SSIM", "MAE", "MSE", "PSNR");
        var csv = new StringBuilder("image,pcc,ssim,mae,mse,psnr\n");
        foreach (var (image, _, _, m) in scores)
        {
            table.Row(Path.GetFileName(image), $"{m.PearsonCorrelation:F4}", $"{m.StructuralSimilarity:F4}", $"{m.MeanAbsoluteError:F4}", $"{m.MeanSquaredError:F4}", $"{m.PeakSignalToNoise:F2}");
            csv.Append(CultureInfo.InvariantCulture, $"\"{image.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{m.PearsonCorrelation},{m.StructuralSimilarity},{m.MeanAbsoluteError},{m.MeanSquaredError},{m.PeakSignalToNoise}\n");
        }

        table.Row("mean", Mean(scores, m => m.PearsonCorrelation), Mean(scores, m => m.StructuralSimilarity), Mean(scores, m => m.MeanAbsoluteError), Mean(scores, m => m.MeanSquaredError), Mean(scores, m => m.PeakSignalToNoise));
        output.Line("prediction against target, both at zero mean and unit variance:");
        output.Line(table.ToString());
        AtomicFile.WriteAllText(Path.Combine(job.Results, "test_metrics.csv"), csv.ToString());
        DrawPanels(scores, job);
    }

    // One picture for each target, of the first raw image that belongs to it.
    private void DrawPanels(IReadOnlyList<ImageScore> scores, JobFolder job)
    {
        var folder = Path.Combine(job.Results, "panels");
        foreach (var score in scores.DistinctBy(s => s.Target).Take(MostPanels))
            PredictionPanel.Write(score.Image, score.Target, score.Prediction, Path.Combine(folder, Path.GetFileNameWithoutExtension(score.Prediction) + ".png"));
        output.Line($"pictures of input, truth and prediction: {folder}");
    }

    private static string Mean(IReadOnlyList<ImageScore> scores, Func<Metrics.TestMetrics, double> figure)
    {
        var finite = scores.Select(s => figure(s.Metrics)).Where(double.IsFinite).ToList();
        return finite.Count == 0 ? "-" : finite.Average().ToString("F4", CultureInfo.InvariantCulture);
    }
}
