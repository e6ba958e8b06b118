using System.CommandLine;
using Luciole.Cli.Terminal;
using Luciole.Torch;
using Luciole.Workflows.Challenge;
using Luciole.Workflows.Organelles;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole grand-challenge --models SET</c>: what the LightMyCells challenge's platform runs in a container.</summary>
internal static class GrandChallengeCommand
{
    public static Command Create(TerminalOutput output, CancellationToken stop)
    {
        var models = new Option<string>("--models") { Description = "The models of all four organelles: a folder or zip of luciole pack, or a folder of .pth files.", Required = true, HelpName = "SET" };
        var input = new Option<string>("--input") { Description = "The platform's input folder, with images/organelles-transmitted-light-ome-tiff/ in it.", HelpName = "D", DefaultValueFactory = _ => "/input" };
        var folder = new Option<string>("--output") { Description = "The platform's output folder, where images/nucleus-fluorescence-ome-tiff/ and so on are made.", HelpName = "D", DefaultValueFactory = _ => "/output" };
        var lowMemory = new Option<bool>("--low-memory") { Description = "Keep one model in memory at a time; slower." };
        var gpu = SharedOptions.Gpu();
        var set = SharedOptions.Set();
        var command = new Command("grand-challenge", "Predict four organelles of every image as the LightMyCells challenge's platform asks for it (in a container: docs/containers.md).") { models, input, folder, lowMemory, gpu, set };
        command.SetAction(parsed =>
        {
            var log = new TerminalLog(output);
            var options = new SetPredictionOptions
            {
                OutputFolder = parsed.GetRequiredValue(folder),
                Program = $"Luciole {ProgramVersion.Text}",
                LowMemory = parsed.GetValue(lowMemory),
                Overrides = parsed.GetValue(set)!,
            };
            var device = new Lazy<Device>(() => ComputeDevice.Choose(parsed.GetValue(gpu), -1, output));
            using var workflow = new ChallengeWorkflow(parsed.GetRequiredValue(models), parsed.GetRequiredValue(input), options, () => device.Value, log);
            output.Line($"predicting four organelles of {workflow.ImageCount} images");
            var (files, failures) = workflow.Run(stop);
            return PredictCommand.Finish(files, failures, workflow.ImageCount, output);
        });
        return command;
    }
}
