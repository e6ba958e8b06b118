using Luciole.Files;

namespace Luciole.ModelDescriptions;

/// <summary>A place in a description, by the way that leads there, with the sentences for what is missing or wrong.</summary>
/// <param name="File">The description's file, for messages.</param>
/// <param name="Place">The way to the place, such as <c>weights.pytorch_state_dict</c>.</param>
/// <param name="Value">What stands there: a dictionary, a list, a text, a number, a truth value, or null.</param>
public sealed record DescriptionNode(string File, string Place, object? Value)
{
    /// <summary>Whether nothing stands there.</summary>
    public bool IsMissing => Value is null;

    /// <summary>The parts of a list; none where there is no list.</summary>
    public IEnumerable<DescriptionNode> Items => Value is IReadOnlyList<object?> list ? list.Select((item, i) => new DescriptionNode(File, $"{Place}[{i}]", item)) : [];

    /// <summary>The named parts; none where there are none.</summary>
    public IEnumerable<(string Name, DescriptionNode Node)> Entries =>
        Value is IReadOnlyDictionary<string, object?> mapping ? mapping.Select(e => (e.Key, new DescriptionNode(File, Join(e.Key), e.Value))) : [];

    /// <summary>A named part; missing where there is none.</summary>
    public DescriptionNode this[string name] => new(File, Join(name), (Value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(name));

    /// <summary>A part of a list; missing where there is none.</summary>
    public DescriptionNode this[int index] => new(File, $"{Place}[{index}]", Value is IReadOnlyList<object?> list && index < list.Count ? list[index] : null);

    /// <summary>Opens a description's file.</summary>
    /// <exception cref="InputException">It cannot be read or is not YAML.</exception>
    public static DescriptionNode Open(string path) => new(path, "", DescriptionReader.ReadFile(path));

    /// <summary>A text that must be there.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public string RequireText() => Value as string ?? throw Wrong("a text");

    /// <summary>A number that must be there.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public double RequireNumber() => Value switch
    {
        long whole => whole,
        double number => number,
        _ => throw Wrong("a number"),
    };

    private string Join(string name) => Place.Length == 0 ? name : $"{Place}.{name}";

    private InputException Wrong(string expected) =>
        new($"{File}: {Place} is {(Value is null ? "missing" : "of another kind")}, where {expected} was expected; pack the model again.");
}
