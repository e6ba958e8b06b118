namespace Luciole.Checkpoints;

/// <summary>A Python string.</summary>
public sealed class PickleString(string value) : PickleValue
{
    /// <summary>The text.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string? AsString => Value;
}
