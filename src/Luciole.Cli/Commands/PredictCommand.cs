using System.CommandLine;
using Luciole.Cli.Terminal;
using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Workflows;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole predict IMAGE... --model M --out D</c>: predictions without a YAML file.</summary>
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
        var model = new Option<string>("--model", "-m") { Description = "The trained model: a .pth checkpoint with its configuration inside, or beside it as .yaml.", Required = true, HelpName = "M" };
        var folder = new Option<string>("--out", "-o") { Description = "The folder for the predicted images.", Required = true, HelpName = "D" };
        var config = new Option<string?>("--config") { Description = "The YAML file the model was trained with, when it is not inside the checkpoint.", HelpName = "FILE" };
        var scale = new Option<string?>("--output") { Description = "Intensities to write: target (as the training fluorescence), raw (as the input image), normalised (float32 as the network gives). Default: target when the model knows it, else raw.", HelpName = "SCALE" };
        var batch = new Option<int?>("--batch") { Description = "Patches that go through the network together; halved where the memory does not suffice. Default: 1 on the CPU, on a GPU as many as fit." };
        var noReport = new Option<bool>("--no-report") { Description = $"Do not write {PredictionPage.Name}, one file in D to look at the predictions in a browser." };
        var gpu = SharedOptions.Gpu();
        var set = SharedOptions.Set();
        var command = new Command("predict", "Predict fluorescence from label-free images.") { images, model, folder, config, scale, batch, noReport, gpu, set };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(batch) < 1)
                throw new InputException($"--batch {parsed.GetValue(batch)}: give a number of patches from 1 on.");
            RequireUsed(parsed.GetValue(set)!);
            if (string.IsNullOrWhiteSpace(parsed.GetValue(folder)))
                throw new InputException("--out: names no folder; give one for the predicted images.");
            if (!File.Exists(parsed.GetRequiredValue(model)))
                throw new InputException($"{parsed.GetRequiredValue(model)}: no such model; --model takes a .pth checkpoint.");
            var samples = TestFolders.Read(parsed.GetRequiredValue(images));
            var device = Device.Cpu;
            using var trained = TrainedModel.Open(
                parsed.GetRequiredValue(model), parsed.GetValue(config), parsed.GetValue(set)!, () => device = ComputeDevice.Choose(parsed.GetValue(gpu), -1, output));
            var log = new TerminalLog(output);
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
            };
            var outcome = new PredictionWorkflow(trained, options, device, log).Run(samples.Samples, stop);
            if (!parsed.GetValue(noReport))
            {
                var data = trained.Settings.Configuration.Data;
                new PredictionPage(output, stop).Write(
                    Path.Combine(options.OutputFolder, PredictionPage.Name), trained.ChannelName, trained.Path, samples.Samples, options.OutputFolder, outcome.Files,
                    PreprocessingMapping.Opener(data, data.Preprocess.Test, samples.Samples));
            }

            return Finish(outcome.Files, outcome.Failures, samples.Samples.Count, output);
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
