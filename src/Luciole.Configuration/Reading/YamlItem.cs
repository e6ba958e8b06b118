namespace Luciole.Configuration;

/// <summary>A YAML node: the line of its key, its value and text, or the mapping that it is.</summary>
internal sealed record YamlItem(int Line, object? Value, string Text, IReadOnlyDictionary<string, YamlItem>? Mapping)
{
    public int KeyLine { get; init; } = Line;

    // Characters that it would take written out, so that aliases are paid for.
    public long Weight { get; init; } = Text.Length + 1;
}
