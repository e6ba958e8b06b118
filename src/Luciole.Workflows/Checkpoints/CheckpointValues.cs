using Luciole.Checkpoints;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>Between the values of a checkpoint and plain .NET ones.</summary>
internal static class CheckpointValues
{
    // A configuration is about six levels deep; one without end holds itself.
    private const int Deepest = 32;

    /// <summary>Dictionaries, lists, arrays (tuples), texts, numbers, truth values and null; anything else becomes its text.</summary>
    /// <exception cref="InputException">The value is nested without end.</exception>
    public static object? ToPlain(PickleValue value) => ToPlain(value, 0);

    /// <summary>As above, of a dictionary with texts as keys; other keys are left out.</summary>
    public static Dictionary<string, object?> ToPlain(PickleDict dict) => ToPlain(dict, 0);

    private static object? ToPlain(PickleValue value, int depth) => value switch
    {
        _ when depth > Deepest => throw new InputException($"The checkpoint's configuration is nested more than {Deepest} levels deep, or holds itself; the file is damaged."),
        PickleDict dict => ToPlain(dict, depth + 1),
        PickleNone => null,
        PickleTuple { AsItems: { } items } => items.Select(item => ToPlain(item, depth + 1)).ToArray(),
        { AsItems: { } items } => items.Select(item => ToPlain(item, depth + 1)).ToList(),
        { AsBool: { } truth } => truth,
        { AsInt64: { } number } => number,
        { AsDouble: { } number } => number,
        { AsString: { } text } => text,
        _ => value.ToString(),
    };

    private static Dictionary<string, object?> ToPlain(PickleDict dict, int depth)
    {
        var plain = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in dict)
        {
            if (key.AsString is { } name)
                plain[name] = ToPlain(value, depth + 1);
        }

        return plain;
    }

    public static PickleValue FromPlain(object? value) => value switch
    {
        null => PickleNone.Instance,
        bool truth => truth,
        int number => (long)number,
        long number => number,
        double number => number,
        string text => text,
        IReadOnlyDictionary<string, object?> dict => FromPlain(dict),
        object?[] items => new PickleTuple([.. items.Select(FromPlain)]),
        IEnumerable<object?> items => new PickleList(items.Select(FromPlain)),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot stand in a checkpoint.", nameof(value)),
    };

    public static PickleDict FromPlain(IReadOnlyDictionary<string, object?> values)
    {
        var dict = new PickleDict();
        foreach (var (name, value) in values)
            dict.Add(name, FromPlain(value));
        return dict;
    }
}
