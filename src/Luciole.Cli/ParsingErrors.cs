using System.CommandLine;
using System.CommandLine.Parsing;
using Luciole.Files;

namespace Luciole.Cli;

/// <summary>Turns what is wrong with a command line into one sentence that names the word in question and what there is.</summary>
internal static class ParsingErrors
{
    /// <summary>Refuses a command line that was not understood.</summary>
    /// <exception cref="InputException">A command or option does not exist, or one that is needed is missing.</exception>
    public static void Refuse(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Action is System.CommandLine.Help.HelpAction)
            return;
        var usage = command is RootCommand ? "luciole" : $"luciole {command.Name}";
        if (command is RootCommand && parsed.UnmatchedTokens.FirstOrDefault(t => !IsOption(t)) is { } name)
            throw new InputException($"luciole has no command '{name}'; it has {string.Join(", ", command.Subcommands.Select(c => c.Name))}.");

        // An unknown option would otherwise be taken for the name of a file.
        var words = parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash) ? [] : parsed.CommandResult.Tokens.Select(t => t.Value);
        if (parsed.UnmatchedTokens.Concat(words).FirstOrDefault(IsOption) is { } option)
            throw new InputException($"{usage} has no option '{option}'; it has {string.Join(", ", command.Options.Where(o => !o.Hidden).Select(o => o.Name))}.");
        if (Missing(parsed).ToList() is { Count: > 0 } missing)
            throw new InputException($"{usage}: lacks {string.Join(" and ", missing)}; see {usage} --help.");
        if (parsed.Errors.Count > 0)
            throw new InputException($"{string.Join("; ", parsed.Errors.Select(Sentence))}; see {usage} --help.");
    }

    // The parser names neither the arguments nor what they are for.
    private static IEnumerable<string> Missing(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        foreach (var argument in command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > (parsed.GetResult(a)?.Tokens.Count ?? 0)))
            yield return $"{argument.Name} ({Inside(argument.Description)})";
        foreach (var option in command.Options.Where(o => o.Required && parsed.GetResult(o)?.IdentifierToken is null))
            yield return $"{option.Name} {option.HelpName} ({Inside(option.Description)})";
    }

    private static string Inside(string? description) =>
        description is { Length: > 1 } text ? (char.IsLower(text[1]) || text[1] == ' ' ? char.ToLowerInvariant(text[0]) : text[0]) + text[1..].TrimEnd('.') : "";

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && !File.Exists(word);

    // The parser speaks of .NET's types.
    private static string Sentence(ParseError error) => error.Message.TrimEnd('.')
        .Replace("as expected type 'System.Nullable`1[System.Int32]'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Double'", "as a number", StringComparison.Ordinal);
}
