using System.Globalization;
using Luciole.Configuration;
using Luciole.Data.Preparation;
using Luciole.Data.Studies;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Workflows;

namespace Luciole.Cli.Demo;

/// <summary>
/// The trainings of the demonstration, one job each: pre-training, then fine-tuning for each organelle from what that learnt. They share
/// the time that is given, whatever the machine can do in it.
/// </summary>
/// <param name="folder">Where everything lies.</param>
/// <param name="minutes">Minutes for all trainings together.</param>
/// <param name="device">Where to compute.</param>
/// <param name="log">Told what happens.</param>
/// <param name="stop">Ends training.</param>
internal sealed class DemoTraining(DemoFolder folder, double minutes, Device device, IRunLog log, CancellationToken stop)
{
    private const double PretrainingShare = 0.16;

    /// <summary>Pre-trains.</summary>
    public TrainedJob Pretrain() => Run(
        "pretraining",
        PretrainingShare,
        DemoRecipe.Pretraining,
        $"DATA.TRAIN.PATH={InPrepared(PreparedTree.PretrainingFolder(PreparedSide.Train))}",
        $"DATA.VAL.PATH={InPrepared(PreparedTree.PretrainingFolder(PreparedSide.Val))}");

    /// <summary>Fine-tunes for one organelle.</summary>
    /// <param name="organelle">What to predict.</param>
    /// <param name="pretrained">The checkpoint of pre-training.</param>
    public TrainedJob FineTune(Organelle organelle, string pretrained) => Run(
        PreparedTree.Root(organelle),
        (1 - PretrainingShare) / Enum.GetValues<Organelle>().Length,
        DemoRecipe.FineTuning,
        $"PATHS.CHECKPOINT_FILE={pretrained}",
        $"DATA.TRAIN.PATH={InPrepared(PreparedTree.Raws(organelle, PreparedSide.Train))}",
        $"DATA.TRAIN.GT_PATH={InPrepared(PreparedTree.Targets(organelle, PreparedSide.Train))}",
        $"DATA.VAL.PATH={InPrepared(PreparedTree.Raws(organelle, PreparedSide.Val))}",
        $"DATA.VAL.GT_PATH={InPrepared(PreparedTree.Targets(organelle, PreparedSide.Val))}");

    private TrainedJob Run(string name, double share, string recipe, params IReadOnlyList<string> overrides)
    {
        var configuration = DemoRecipe.Read(recipe, [.. overrides, string.Create(CultureInfo.InvariantCulture, $"TRAIN.MAX_MINUTES={share * minutes}")]);
        var job = new JobFolder(folder.Root, name, 1, configuration.Configuration.Paths, configuration.Configuration.Log);
        AtomicFile.WriteAllText(Path.Combine(job.ConfigurationFiles, Path.GetFileName(recipe)), ConfigurationWriter.ToYaml(configuration.Configuration));
        var outcome = TrainingWorkflow.Run(configuration, job, ProgramVersion.Text, device, log, stop);
        stop.ThrowIfCancellationRequested();
        return new TrainedJob(configuration, job, outcome);
    }

    private string InPrepared(string path) => Path.Combine(folder.Prepared, path);
}
