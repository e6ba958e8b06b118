using System.CommandLine;

namespace Luciole.Cli;

/// <summary>
/// Lets a BiaPy command line work with the program's name changed: without a command it means <c>run</c>, and its long options may
/// be shortened as long as they stay clear (<c>--conf</c> for <c>--config</c>), as Python's argparse allows.
/// </summary>
internal static class BiaPyArguments
{
    public static string[] Translate(string[] args, IEnumerable<Command> commands)
    {
        var known = commands.ToDictionary(c => c.Name, StringComparer.Ordinal);
        var isBare = args.Length > 0 && args[0].StartsWith('-') && !IsRootOption(args[0]);
        string[] full = isBare ? ["run", .. args] : args;
        if (full.Length == 0 || full[0] != "run" || !known.TryGetValue("run", out var run))
            return full;
        var names = run.Options.Select(o => o.Name).Where(n => n.StartsWith("--", StringComparison.Ordinal)).ToList();
        return [.. full.Select(argument => Complete(argument, names))];
    }

    private static bool IsRootOption(string argument) =>
        argument is "--help" or "-h" or "-?" or "--version" or "-v" or "--verbose";

    private static string Complete(string argument, List<string> names)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal) || argument.Length < 3)
            return argument;
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument : argument[..equals];
        if (names.Contains(name, StringComparer.Ordinal) || IsRootOption(name))
            return argument;
        var matches = names.Where(n => n.StartsWith(name, StringComparison.Ordinal)).ToList();
        return matches.Count == 1 ? matches[0] + argument[name.Length..] : argument;
    }
}
