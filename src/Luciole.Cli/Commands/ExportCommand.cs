using System.CommandLine;
using Luciole.Cli.Terminal;
using Luciole.Files;
using Luciole.Workflows;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole export M.pth --for biapy --out F</c>: a checkpoint as another program wants it.</summary>
internal static class ExportCommand
{
    private const string BiaPy = "biapy";

    public static Command Create(TerminalOutput output)
    {
        var model = new Argument<string>("CHECKPOINT") { Description = "The .pth file of a trained model." };
        var target = new Option<string>("--for") { Description = "biapy: BiaPy 3.5, which then needs no further setting to load it.", HelpName = "PROGRAM", DefaultValueFactory = _ => BiaPy };
        var file = new Option<string>("--out", "-o") { Description = "The checkpoint to write.", Required = true, HelpName = "FILE" };
        var command = new Command("export", "Rewrite a checkpoint as BiaPy saves its own, to predict or fine-tune there; the weights stay as they are.") { model, target, file };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(target) is { } name && !string.Equals(name, BiaPy, StringComparison.OrdinalIgnoreCase))
                throw new InputException($"--for {name}: write {BiaPy}, the only program there is an export for.");
            var path = parsed.GetRequiredValue(file);
            if (Path.Exists(path))
                throw new InputException($"{path}: exists already; choose another name, or remove it if it is not wanted.");
            foreach (var difference in BiaPyExport.Write(parsed.GetRequiredValue(model), path))
                output.Error($"note: {difference}");
            output.Line($"{path}  for BiaPy 3.5");
            return CommandLine.Success;
        });
        return command;
    }
}
