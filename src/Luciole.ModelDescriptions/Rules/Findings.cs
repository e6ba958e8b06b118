using System.Text.RegularExpressions;

namespace Luciole.ModelDescriptions.Rules;

/// <summary>Collects what is against the rules, and says it in the same words everywhere.</summary>
internal sealed partial class Findings
{
    private readonly List<string> _all = [];

    private static readonly HashSet<string> s_pythonWords = new(
        [
            "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
            "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
        ],
        StringComparer.Ordinal);

    public IReadOnlyList<string> All => _all;

    public void Add(DescriptionNode node, string what) => _all.Add($"{(node.Place.Length == 0 ? "the description" : node.Place)}: {what}");

    /// <summary>Something that must be there and pass.</summary>
    public bool Require(DescriptionNode node, Func<object?, bool> passes, string expected)
    {
        if (!node.IsMissing && passes(node.Value))
            return true;
        Add(node, node.IsMissing ? $"is missing, where {expected} was expected" : $"is {Shown(node.Value)}, where {expected} was expected");
        return false;
    }

    /// <summary>Something that passes where it is there.</summary>
    public bool Allow(DescriptionNode node, Func<object?, bool> passes, string expected) => node.IsMissing || Require(node, passes, expected);

    public void OnlyNames(DescriptionNode node, IReadOnlyCollection<string> names)
    {
        foreach (var (name, entry) in node.Entries.Where(e => !names.Contains(e.Name, StringComparer.Ordinal)))
            Add(entry, $"is not a field here; the fields are {string.Join(", ", names)}");
    }

    public static bool IsText(object? value, int longest) => value is string text && text.Length <= longest;

    /// <summary>A name as Python's: letters, digits and underscores, no digit first, no word of the language.</summary>
    public static bool IsIdentifier(object? value) => value is string text && Identifier().IsMatch(text) && !s_pythonWords.Contains(text);

    public static bool IsLowerIdentifier(object? value, int longest) => value is string text && text.Length <= longest && IsIdentifier(text) && !text.Any(char.IsUpper);

    public static double? Number(object? value) => value switch
    {
        long whole => whole,
        double number => number,
        _ => null,
    };

    private static string Shown(object? value) => value switch
    {
        string text => text.Length <= 60 ? $"\"{text}\"" : $"\"{text[..57]}...\"",
        IReadOnlyDictionary<string, object?> => "a mapping",
        IReadOnlyList<object?> => "a list",
        _ => FormattableString.Invariant($"{value}"),
    };

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifier();
}
