using Luciole.Cli.Commands;
using Luciole.Cli.Terminal;
using Luciole.Data.Discovery;
using Luciole.Torch;
using Luciole.Workflows.ModelSets;
using Luciole.Workflows.Organelles;

namespace Luciole.Cli;

/// <summary>Carries <c>luciole predict --models</c> out.</summary>
internal sealed class SetPrediction(TerminalOutput output, CancellationToken stop)
{
    public int Do(string models, SampleList samples, SetPredictionOptions options, bool report, Func<Device> chooseDevice)
    {
        var log = new TerminalLog(output);
        foreach (var note in samples.Notes)
            log.Note(note);
        using var set = ModelSet.Open(models);
        var device = new Lazy<Device>(chooseDevice);
        using var workflow = new SetPredictionWorkflow(set.Members, options, () => device.Value, log);
        var outcome = workflow.Run([.. samples.Samples.Select(s => s.RawPath)], stop);
        if (report)
            new PredictionPage(output, stop).Write(Path.Combine(options.OutputFolder, PredictionPage.Name), models, outcome);
        return PredictCommand.Finish([.. outcome.Files, .. outcome.TrustFile is { } table ? new[] { table } : []], outcome.Failures, outcome.Images.Count + outcome.Failures.Count, output);
    }
}
