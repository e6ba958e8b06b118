using System.Globalization;
using Luciole.Cli.Commands;
using Luciole.Cli.Terminal;
using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Torch;
using Luciole.Workflows;

namespace Luciole.Cli;

/// <summary>The test of a run that pre-trains: reconstructions of the test images, and how well hidden tokens were filled in.</summary>
internal sealed class ReconstructionRun(TerminalOutput output, TerminalLog log, CancellationToken stop)
{
    public int Do(ConfigurationResult configuration, IReadOnlyList<Sample> samples, string checkpoint, PredictionOptions options, JobFolder job, Device device)
    {
        using var model = TrainedAutoencoder.Open(checkpoint, configuration, device);
        foreach (var note in model.Settings.Notes.Skip(configuration.Notes.Count))
            log.Note(note.ToString());
        output.Line($"reconstructing {samples.Count} images with {model.Path}");
        var outcome = new ReconstructionWorkflow(model, options, device, log).Run(samples, stop);
        ShowScores(outcome.Scores, job);
        return PredictCommand.Finish(outcome.Files, outcome.Failures, samples.Count, output);
    }

    private void ShowScores(IReadOnlyList<ReconstructionScore> scores, JobFolder job)
    {
        if (scores.Count == 0)
            return;
        var table = new PlainTable("image", "MSE", "MAE", "PSNR", "SSIM");
        foreach (var (image, squared, absolute, noise, similarity) in scores)
            table.Row(Path.GetFileName(image), $"{squared:F4}", $"{absolute:F4}", $"{noise:F2}", $"{similarity:F4}");
        table.Row(["mean", .. ReconstructionScore.Means(scores).Select(mean => mean.ToString("F4", CultureInfo.InvariantCulture))]);
        output.Line("reconstruction against image, in normalised units: MSE, MAE and PSNR of hidden tokens, SSIM of hidden tokens filled in among the visible ones:");
        output.Line(table.ToString());
        ReconstructionScore.WriteCsv(Path.Combine(job.Results, "test_metrics.csv"), scores);
    }
}
