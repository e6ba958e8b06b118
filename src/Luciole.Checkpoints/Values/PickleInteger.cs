using System.Numerics;

namespace Luciole.Checkpoints;

/// <summary>A Python integer of any size.</summary>
public sealed class PickleInteger(BigInteger value) : PickleValue
{
    /// <summary>The integer.</summary>
    public BigInteger Value { get; } = value;

    /// <inheritdoc/>
    public override long? AsInt64 => Value >= long.MinValue && Value <= long.MaxValue ? (long)Value : null;

    /// <inheritdoc/>
    public override double? AsDouble => (double)Value;
}
