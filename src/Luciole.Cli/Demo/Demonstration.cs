using System.Diagnostics;
using System.Globalization;
using Luciole.Cli.Terminal;
using Luciole.Data.Preparation;
using Luciole.Data.Studies;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Workflows;

namespace Luciole.Cli.Demo;

/// <summary>The whole way, step by step: simulate, prepare, pre-train, fine-tune, predict, measure. Every step but the first is what real data would go through.</summary>
internal sealed class Demonstration(DemoFolder folder, double minutes, TerminalOutput output, CancellationToken stop)
{
    private const int FieldsPerStudy = 16;
    private const int HeldOutPerStudy = 2;
    private const int FirstHeldOutField = 1001;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TerminalLog _log = new(output);
    private readonly string _program = $"Luciole {ProgramVersion.Text}";

    /// <summary>Does it all.</summary>
    public void Run()
    {
        var device = ComputeDevice.Choose(null, -1, output);
        Simulate();
        Prepare();
        var training = new DemoTraining(folder, minutes, device, _log, stop);
        var pretrained = Pretrain(training);
        var heldOut = HeldOutFields.Read(folder.HeldOut);
        var scores = new Dictionary<Organelle, IReadOnlyList<ImageScore>>();
        foreach (var organelle in Enum.GetValues<Organelle>())
        {
            Say($"fine-tuning for {organelle} from what pre-training learnt");
            var tuned = training.FineTune(organelle, pretrained);
            scores.Add(organelle, Predict(tuned, heldOut, organelle, device));
        }

        Report(scores, new DemoPictures(heldOut, scores).Write(folder));
    }

    private void Simulate()
    {
        Say("simulating cells");
        var modalities = Enum.GetValues<Modality>().Length;
        new DemoStudies(folder.Studies, _program).Write(firstStudy: 1, FieldsPerStudy, firstField: 1, stop);
        new DemoStudies(folder.HeldOut, _program).Write(firstStudy: 1 + modalities, HeldOutPerStudy, FirstHeldOutField, stop);
        output.Line($"{modalities * FieldsPerStudy} fields of view in {folder.Studies}, and {modalities * HeldOutPerStudy} in {folder.HeldOut} that no training will see; each {DemoStudies.PlanesPerField} planes through focus and 4 organelles");
    }

    private void Prepare()
    {
        Say("preparing (luciole prepare)");
        var options = new PreparationOptions { OutputFolder = folder.Prepared, PretrainOnValidationFields = false };
        var result = DataPreparation.Run([folder.Studies], options, new PreparationDisplay(_log), stop);
        output.Line($"arranged for training in {folder.Prepared}; list: {result.Report}");
    }

    private string Pretrain(DemoTraining training)
    {
        Say("pre-training a masked autoencoder on the label-free planes");
        var pretrained = training.Pretrain();
        output.Line($"pictures of what it fills in where it sees nothing: {pretrained.Job.Reconstructions}");
        return pretrained.Outcome.BestCheckpoint;
    }

    private IReadOnlyList<ImageScore> Predict(TrainedJob tuned, HeldOutFields heldOut, Organelle organelle, Device device)
    {
        using var model = TrainedModel.Open(tuned.Outcome.BestCheckpoint, tuned.Configuration, device);
        var options = new PredictionOptions { OutputFolder = tuned.Job.PerImage, Program = _program };
        var outcome = new PredictionWorkflow(model, options, device, _log).Run(heldOut.Samples(organelle), stop);
        if (outcome.Failures.Count > 0)
            throw new InputException(outcome.Failures[0]);
        output.Line($"{outcome.Files.Count} held-out images predicted: {tuned.Job.PerImage}");
        return outcome.Scores;
    }

    private void Report(IReadOnlyDictionary<Organelle, IReadOnlyList<ImageScore>> scores, string picture)
    {
        output.Line();
        output.Line($"Held-out fields, mean over {scores.Values.First().Count} images each (prediction against truth, both at zero mean and unit variance):");
        output.Line();
        output.Line(DemoScores.Table(scores));
        output.Line();
        output.Line("A constant prediction correlates with nothing: its PCC counts as 0. Perfect predictions have PCC and SSIM 1.");
        output.Line();
        output.Line($"models       {Path.Combine(folder.Root, "*", "checkpoints", "*-best.pth")}");
        output.Line($"predictions  {Path.Combine(folder.Root, "*", "results", "*", "per_image")}");
        output.Line($"pictures     {picture} ({ColourComposite.Legend})");
        output.Line($"             {string.Join(", ", scores.Keys.Select(organelle => folder.Picture(PreparedTree.Root(organelle))))}");
        output.Line(string.Create(CultureInfo.InvariantCulture, $"done in {_clock.Elapsed.TotalMinutes:F1} minutes"));
    }

    private void Say(string step)
    {
        output.Line();
        output.Line(string.Create(CultureInfo.InvariantCulture, $"[{_clock.Elapsed.TotalSeconds,3:F0} s] {step}"));
    }
}
