using Luciole.Checkpoints;

namespace Luciole.Workflows;

/// <summary>Between the values of a checkpoint and plain .NET ones.</summary>
internal static class CheckpointValues
{
    /// <summary>Dictionaries, lists, arrays (tuples), texts, numbers, truth values and null; anything else becomes its text.</summary>
    public static object? ToPlain(PickleValue value) => value switch
    {
        PickleDict dict => ToPlain(dict),
        PickleNone => null,
        PickleTuple { AsItems: { } items } => items.Select(ToPlain).ToArray(),
        { AsItems: { } items } => items.Select(ToPlain).ToList(),
        { AsBool: { } truth } => truth,
        { AsInt64: { } number } => number,
        { AsDouble: { } number } => number,
        { AsString: { } text } => text,
        _ => value.ToString(),
    };

    public static Dictionary<string, object?> ToPlain(PickleDict dict)
    {
        var plain = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in dict)
        {
            if (key.AsString is { } name)
                plain[name] = ToPlain(value);
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
