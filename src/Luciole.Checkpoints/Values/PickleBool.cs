namespace Luciole.Checkpoints;

/// <summary>Python's <c>True</c> or <c>False</c>.</summary>
public sealed class PickleBool : PickleValue
{
    private PickleBool(bool value) => Value = value;

    /// <summary><c>True</c>.</summary>
    public static PickleBool True { get; } = new(true);

    /// <summary><c>False</c>.</summary>
    public static PickleBool False { get; } = new(false);

    /// <summary>The truth value.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override bool? AsBool => Value;

    /// <summary>The instance for a truth value.</summary>
    public static PickleBool Of(bool value) => value ? True : False;
}
