namespace Luciole.Checkpoints;

/// <summary>
/// A value that a checkpoint's pickle holds. The hierarchy is closed and inert: reading a value never runs anything. Containers may
/// share items and may contain themselves, as in Python; walk them with a depth limit or a set of the containers already seen.
/// </summary>
public abstract class PickleValue
{
    private protected PickleValue()
    {
    }

    /// <summary>The integer when this is one that fits 64 bits, otherwise null.</summary>
    public virtual long? AsInt64 => null;

    /// <summary>The number when this is a float or an integer, otherwise null.</summary>
    public virtual double? AsDouble => null;

    /// <summary>The text when this is a string, otherwise null.</summary>
    public virtual string? AsString => null;

    /// <summary>The truth value when this is <c>True</c> or <c>False</c>, otherwise null.</summary>
    public virtual bool? AsBool => null;

    /// <summary>The items when this is a list or a tuple, otherwise null.</summary>
    public virtual IReadOnlyList<PickleValue>? AsItems => null;

    /// <summary>How Python would print the value, shortened where it is long or deep.</summary>
    public sealed override string ToString() => PickleText.Render(this);

    /// <summary>A string value.</summary>
    public static implicit operator PickleValue(string text) => new PickleString(text);

    /// <summary>An integer value.</summary>
    public static implicit operator PickleValue(long number) => new PickleInteger(number);

    /// <summary>A float value.</summary>
    public static implicit operator PickleValue(double number) => new PickleFloat(number);

    /// <summary><c>True</c> or <c>False</c>.</summary>
    public static implicit operator PickleValue(bool truth) => PickleBool.Of(truth);

    /// <summary>A string value.</summary>
    public static PickleValue FromString(string text) => text;

    /// <summary>An integer value.</summary>
    public static PickleValue FromInt64(long number) => number;

    /// <summary>A float value.</summary>
    public static PickleValue FromDouble(double number) => number;

    /// <summary><c>True</c> or <c>False</c>.</summary>
    public static PickleValue FromBoolean(bool truth) => truth;
}
