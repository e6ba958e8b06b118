using Luciole.Cli;
using Luciole.Cli.Terminal;

ProcessEnd.Now(CommandLine.Run(args, new TerminalOutput(Console.Out, Console.Error)));
