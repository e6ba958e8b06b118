using System.CommandLine;
using Luciole.Cli.Demo;
using Luciole.Cli.Terminal;
using Luciole.Files;

namespace Luciole.Cli.Commands;

/// <summary>
/// <c>luciole demo</c>: simulates cells and goes the whole way with them, through the same files and the same code as real data:
/// preparation, pre-training, fine-tuning for four organelles, prediction of fields never seen, figures and pictures.
/// </summary>
internal static class DemoCommand
{
    private const string Description =
        """
        Show the whole way on simulated cells: prepare, pre-train, fine-tune for four organelles, predict, measure. Takes about four
        minutes on two cores.
        """;

    public static Command Create(TerminalOutput output, CancellationToken stop)
    {
        var folder = new Option<string>("--out") { Description = "The folder for all that the demonstration makes.", HelpName = "D", DefaultValueFactory = _ => "luciole-demo" };
        var minutes = new Option<double>("--minutes") { Description = "Minutes of training, all together.", DefaultValueFactory = _ => 3.2 };
        var command = new Command("demo", Description) { folder, minutes };
        command.SetAction(parsed =>
        {
            var time = parsed.GetValue(minutes);
            if (time is not (> 0 and <= 600))
                throw new InputException($"--minutes {time}: give a number above 0 and up to 600.");
            new Demonstration(new DemoFolder(parsed.GetRequiredValue(folder)), time, output, stop).Run();
            return CommandLine.Success;
        });
        return command;
    }
}
