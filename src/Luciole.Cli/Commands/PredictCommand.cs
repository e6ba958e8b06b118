using System.CommandLine;
using Luciole.Cli.Ranks;
using Luciole.Cli.Terminal;
using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Workflows;
using Luciole.Workflows.Organelles;
using Luciole.Workflows.Sharing;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole predict IMAGE... --model M --out D</c>, or <c>--models DIR</c>: predictions without a YAML file.</summary>
internal static class PredictCommand
{
    private static readonly string[] s_used =
    [
        "PROBLEM.", "MODEL.", "DATA.PATCH_SIZE", "DATA.NORMALIZATION.", "DATA.REFLECT_TO_COMPLETE_SHAPE", "DATA.FORCE_RGB", "DATA.PREPROCESS.TEST",
        "DATA.PREPROCESS.RESIZE.", "DATA.PREPROCESS.GAUSSIAN_BLUR.", "DATA.PREPROCESS.MEDIAN_BLUR.", "DATA.PREPROCESS.MATCH_HISTOGRAM.", "DATA.PREPROCESS.CLAHE.", "DATA.PREPROCESS.CANNY.",
        "DATA.TEST.OVERLAP", "DATA.TEST.PADDING", "TEST.AUGMENTATION", "TEST.OUTPUT", "TRAIN.PRECISION", "TRAIN.CHANNELS_LAST", "SYSTEM.CUDNN_AUTOTUNE",
    ];

    public static Command Create(TerminalOutput output, CancellationToken stop)
    {
        var images = new Argument<string[]>("IMAGE") { Description = "Label-free images (TIFF, OME-TIFF, .npy), or folders of them.", Arity = ArgumentArity.OneOrMore };
        var model = new Option<string?>("--model", "-m") { Description = "The trained model: a .pth checkpoint with its configuration inside, or beside it as .yaml.", HelpName = "M" };
        var models = new Option<string?>("--models") { Description = "The trained models of one to four organelles: what luciole pack made, or a folder of .pth files. Each organelle goes into a folder of its own below --out.", HelpName = "DIR" };
        var folder = new Option<string>("--out", "-o") { Description = "The folder for the predicted images.", Required = true, HelpName = "D" };
        var config = new Option<string?>("--config") { Description = "The YAML file the model was trained with, when it is not inside the checkpoint.", HelpName = "FILE" };
        var scale = new Option<string?>("--output") { Description = "Intensities to write: target (as the training fluorescence), raw (as the input image), normalised (float32 as the network gives). Default: target when the model knows it, else raw.", HelpName = "SCALE" };
        var batch = new Option<int?>("--batch") { Description = "Patches that go through the network together; halved where the memory does not suffice. Default: 1 on the CPU, on a GPU as many as fit." };
        var format = new Option<string?>("--format") { Description = "separate (an OME-TIFF for each organelle) or multichannel (one with all). Default: separate.", HelpName = "F" };
        var focus = new Option<string?>("--focus") { Description = "Of a z-stack (a file with Z, or files _z0, _z1, ...): all planes, the best (sharpest) one, or the mean of the predictions of all. Default: all.", HelpName = "F" };
        var confidence = new Option<bool>("--confidence") { Description = "Write the confidence at each pixel, from eight orientations and overlapping patches, and judge each image: trust.csv. Every patch is predicted eight times." };
        var lowMemory = new Option<bool>("--low-memory") { Description = "Keep only one model in memory at a time." };
        var noReport = new Option<bool>("--no-report") { Description = $"Do not write {PredictionPage.Name}, one file in D to look at the predictions in a browser." };
        var gpu = SharedOptions.Gpu();
        var ranks = RankRequest.Option();
        var share = new Option<bool>("--share") { Description = "Share the images with all processes that predict into the same folder with this option: each image is predicted once, and those that are there already are not predicted again. Ranks of a launcher share always." };
        var set = SharedOptions.Set();
        var command = new Command("predict", "Predict fluorescence from label-free images.") { images, model, models, folder, config, scale, format, focus, confidence, lowMemory, batch, noReport, gpu, ranks, share, set };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(batch) < 1)
                throw new InputException($"--batch {parsed.GetValue(batch)}: give a number of patches from 1 on.");
            RequireUsed(parsed.GetValue(set)!);
            if (string.IsNullOrWhiteSpace(parsed.GetValue(folder)))
                throw new InputException("--out: names no folder; give one for the predicted images.");
            var single = OneModel(parsed.GetValue(model), parsed.GetValue(models), parsed.GetValue(config));
            if (RankRequest.Of(parsed.GetValue(ranks), parsed.GetValue(gpu), Environment.GetEnvironmentVariable) is { } count)
                return new RankLauncher(output, stop).RunSideBySide(count, RankLauncher.OwnCommand());
            var sharing = PredictionRank.Of(Environment.GetEnvironmentVariable, parsed.GetValue(share));
            var voice = sharing.Voice(output);
            var samples = TestFolders.Read(parsed.GetRequiredValue(images));
            if (single is null || parsed.GetValue(format) is not null || parsed.GetValue(focus) is not null || parsed.GetValue(confidence))
            {
                if (single is not null && parsed.GetValue(config) is not null)
                    throw new InputException("--config: does not go together with --format, --focus or --confidence; lay the YAML file beside the checkpoint under its name instead.");
                return new SetPrediction(voice, stop).Do(
                    single ?? parsed.GetRequiredValue(models)!,
                    samples,
                    new SetPredictionOptions
                    {
                        OutputFolder = parsed.GetRequiredValue(folder),
                        Program = $"Luciole {ProgramVersion.Text}",
                        Format = FormatOf(parsed.GetValue(format)),
                        Focus = FocusOf(parsed.GetValue(focus)),
                        Output = ScaleOf(parsed.GetValue(scale)),
                        Confidence = parsed.GetValue(confidence),
                        LowMemory = parsed.GetValue(lowMemory),
                        BatchSize = parsed.GetValue(batch),
                        Overrides = parsed.GetValue(set)!,
                        FolderOf = single is null ? channel => channel.ToLowerInvariant() : static _ => "",
                        Share = ShareOf(sharing, parsed.GetRequiredValue(folder), voice),
                    },
                    !parsed.GetValue(noReport) && sharing.Place.IsFirst,
                    () => ComputeDevice.Choose(parsed.GetValue(gpu), -1, voice, sharing.LocalRank, sharing.SharingCores));
            }

            var device = Device.Cpu;
            using var trained = TrainedModel.Open(
                single, parsed.GetValue(config), parsed.GetValue(set)!, () => device = ComputeDevice.Choose(parsed.GetValue(gpu), -1, voice, sharing.LocalRank, sharing.SharingCores));
            var log = new TerminalLog(voice);
            foreach (var note in samples.Notes)
                log.Note(note);
            foreach (var note in trained.Settings.Notes)
                log.Note(note.ToString());
            var options = new PredictionOptions
            {
                OutputFolder = parsed.GetRequiredValue(folder),
                Output = ScaleOf(parsed.GetValue(scale)) ?? trained.Settings.Configuration.Test.Output,
                BatchSize = parsed.GetValue(batch) ?? (device.Kind == DeviceKind.Cpu ? 1 : null),
                Program = $"Luciole {ProgramVersion.Text}",
                Share = ShareOf(sharing, parsed.GetRequiredValue(folder), voice),
            };
            var outcome = new PredictionWorkflow(trained, options, device, log).Run(samples.Samples, stop);
            if (!parsed.GetValue(noReport) && sharing.Place.IsFirst)
            {
                var data = trained.Settings.Configuration.Data;
                new PredictionPage(voice, stop).Write(
                    Path.Combine(options.OutputFolder, PredictionPage.Name), trained.ChannelName, trained.Path, samples.Samples, options.OutputFolder, outcome.Files,
                    PreprocessingMapping.Opener(data, data.Preprocess.Test, samples.Samples));
            }

            return Finish(outcome.Files, outcome.Failures, samples.Samples.Count, voice);
        });
        return command;
    }

    /// <summary>Tells what was written; images that failed make the exit code 2.</summary>
    internal static int Finish(IReadOnlyList<string> files, IReadOnlyList<string> failures, int images, TerminalOutput output)
    {
        foreach (var file in files)
            output.Line(file);
        if (failures.Count > 0)
            throw new InputException($"{failures.Count} of {images} images could not be predicted; the first: {failures[0]}");
        return CommandLine.Success;
    }

    private static IWorkShare ShareOf(PredictionRank sharing, string folder, TerminalOutput voice) =>
        sharing.IsShared ? new FolderShare(folder, new TerminalLog(voice).Note) : new SoleWorker();

    /// <summary>The checkpoint of <c>--model</c>; null for <c>--models</c>.</summary>
    private static string? OneModel(string? model, string? models, string? config)
    {
        if (model is null == models is null)
            throw new InputException(model is null ? "Neither --model nor --models is given; name a .pth checkpoint, or a folder of them." : "--model and --models are both given; leave one of them out.");
        if (models is not null && config is not null)
            throw new InputException("--config: goes with --model only; of --models each has its configuration inside or beside it.");
        return model is null || File.Exists(model) ? model : throw new InputException($"{model}: no such model; --model takes a .pth checkpoint.");
    }

    private static PredictionFormat FormatOf(string? text) => text?.ToUpperInvariant() switch
    {
        null or "SEPARATE" => PredictionFormat.Separate,
        "MULTICHANNEL" => PredictionFormat.MultiChannel,
        _ => throw new InputException($"--format {text}: write separate or multichannel."),
    };

    private static StackFocus FocusOf(string? text) => text?.ToUpperInvariant() switch
    {
        null or "ALL" => StackFocus.All,
        "BEST" => StackFocus.Best,
        "MEAN" => StackFocus.Mean,
        _ => throw new InputException($"--focus {text}: write all, best or mean."),
    };

    // Folders, batch and threads come from the command line here, so a key for them would be ignored in silence.
    private static void RequireUsed(IEnumerable<string> overrides)
    {
        foreach (var key in overrides.Select(o => o.Split('=')[0].Trim()))
        {
            if (ConfigurationSchema.ByName.ContainsKey(key) && !s_used.Any(used => key.StartsWith(used, StringComparison.Ordinal)))
                throw new InputException($"--set {key}: predict does not use this key; use its options (see luciole predict --help), or luciole run with a YAML file.");
        }
    }

    private static OutputScale? ScaleOf(string? text) => text?.ToUpperInvariant() switch
    {
        null => null,
        "RAW" => OutputScale.Raw,
        "TARGET" => OutputScale.Target,
        "NORMALISED" or "NORMALIZED" => OutputScale.Normalised,
        _ => throw new InputException($"--output {text}: write raw, target or normalised."),
    };
}
