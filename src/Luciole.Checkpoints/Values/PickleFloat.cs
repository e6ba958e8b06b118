namespace Luciole.Checkpoints;

/// <summary>A Python float.</summary>
public sealed class PickleFloat(double value) : PickleValue
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override double? AsDouble => Value;
}
