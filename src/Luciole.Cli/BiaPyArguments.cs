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
        var first = Array.FindIndex(args, a => a != "--verbose");
        if (first < 0 || commands.FirstOrDefault(c => c.Name == "run") is not { } run)
            return args;
        var isBare = args[first].StartsWith('-') && !IsRootOption(args[first]);
        if (!isBare && args[first] != "run")
            return args;
        string[] full = isBare ? ["run", .. args] : args;
        // What BiaPy has not does not make its short forms unclear.
        var names = run.Options.Select(o => o.Name).Where(n => n.StartsWith("--", StringComparison.Ordinal) && n is not ("--resume" or "--ranks")).ToList();
        return [.. full.Select(argument => Complete(argument, names))];
    }

    private static bool IsRootOption(string argument) =>
        argument is "--help" or "-h" or "-?" or "--version" or "-v" or "--verbose";

    private static string Complete(string argument, List<string> names)
    {
        // The tutorials write these with one dash; as aliases they would push the real names out of the help.
        if (argument is "-gpu" or "-name")
            return "-" + argument;
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
