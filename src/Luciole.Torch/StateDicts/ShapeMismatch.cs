namespace Luciole.Torch.StateDicts;

/// <summary>A tensor that has one shape in a checkpoint and another in the model.</summary>
/// <param name="Name">The tensor's dotted name.</param>
/// <param name="Found">The shape in the checkpoint.</param>
/// <param name="Expected">The shape in the model.</param>
public sealed record ShapeMismatch(string Name, IReadOnlyList<long> Found, IReadOnlyList<long> Expected)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} has shape ({string.Join(", ", Found)}) where the model needs ({string.Join(", ", Expected)})";
}
