using System.CommandLine;
using System.Globalization;
using Luciole.Cli.Terminal;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Workflows;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole init</c>: a checkpoint of untrained weights for a configuration's network.</summary>
internal static class InitCommand
{
    public static Command Create(TerminalOutput output)
    {
        var config = new Option<string>("--config", "-cfg") { Description = "The YAML configuration that describes the network.", Required = true, HelpName = "FILE" };
        var file = new Option<string>("--out", "-o") { Description = "The checkpoint to write.", Required = true, HelpName = "FILE" };
        var set = SharedOptions.Set();
        var command = new Command("init", "Write a checkpoint of untrained weights, to try a network's size and speed.") { config, file, set };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            if (File.Exists(path))
                throw new InputException($"{path}: exists already; choose another name, or remove it if its weights are not wanted.");
            var configuration = ConfigurationReader.ReadFile(parsed.GetRequiredValue(config), parsed.GetValue(set)!);
            foreach (var note in configuration.Notes)
                output.Error($"note: {note}");
            var parameters = StartingWeights.Write(configuration.Configuration, path, ProgramVersion.Text);
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{path}  {parameters:N0} parameters, untrained"));
            return CommandLine.Success;
        });
        return command;
    }
}
