using Luciole.Cli;
using Luciole.Cli.Terminal;

return CommandLine.Run(args, new TerminalOutput(Console.Out, Console.Error));
