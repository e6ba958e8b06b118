using Luciole.Files;

namespace Luciole.Torch.StateDicts;

/// <summary>What became of every tensor when a checkpoint was put into a model: nothing is passed over in silence.</summary>
/// <param name="Loaded">Names that were loaded.</param>
/// <param name="Missing">Names that the model has and the checkpoint has not; the model kept its own values.</param>
/// <param name="Unexpected">Names that the checkpoint has and the model has not.</param>
/// <param name="ShapeMismatches">Names that both have, with different shapes; the model kept its own values.</param>
public sealed record LoadReport(
    IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<ShapeMismatch> ShapeMismatches)
{
    private const int NamesShown = 3;

    /// <summary>
    /// Whether every tensor of the model was loaded and none was left over; counts of batches, which checkpoints before
    /// PyTorch 0.4.1 lack and nothing computes with, may be missing.
    /// </summary>
    public bool IsComplete => Needed.Count == 0 && Unexpected.Count == 0 && ShapeMismatches.Count == 0;

    private List<string> Needed => [.. Missing.Where(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))];

    /// <summary>Refuses a checkpoint that is not this model's, tensor for tensor.</summary>
    /// <exception cref="InputException">A tensor is missing, left over, or of another shape.</exception>
    public void RequireComplete(string fileName)
    {
        RequireShapes(fileName);
        if (IsComplete)
            return;
        var faults = new List<string>();
        if (Needed is { Count: > 0 } needed)
            faults.Add($"lacks {Count(needed)} of the {Loaded.Count + Missing.Count} tensors of the model");
        if (Unexpected.Count > 0)
            faults.Add($"has {Count(Unexpected)} that the model does not have");
        throw new InputException(
            $"{fileName}: {string.Join(" and ", faults)}; give the checkpoint of this architecture, or set the model's options to those it was trained with.");
    }

    /// <summary>
    /// Refuses a checkpoint that shares no tensor with the model, or one of another shape. What is missing or left over is
    /// allowed, as when an encoder is taken over from another network.
    /// </summary>
    /// <exception cref="InputException">Nothing was loaded, or a shape differs.</exception>
    public void RequireCompatible(string fileName)
    {
        RequireShapes(fileName);
        if (Loaded.Count == 0)
            throw new InputException($"{fileName}: none of its {Unexpected.Count} tensors ({First(Unexpected)}) belongs to the model, which begins with {First(Missing)}; give a checkpoint of the same kind of network.");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Loaded.Count} tensors loaded, {Missing.Count} missing, {Unexpected.Count} unexpected, {ShapeMismatches.Count} of another shape";

    private static string Count(IReadOnlyList<string> names) => $"{names.Count} ({First(names)})";

    private static string First(IReadOnlyList<string> names) => string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? ", ..." : "");

    private void RequireShapes(string fileName)
    {
        if (ShapeMismatches.Count == 0)
            return;
        var more = ShapeMismatches.Count > 1 ? $" (and {ShapeMismatches.Count - 1} more tensors differ)" : "";
        throw new InputException($"{fileName}: {ShapeMismatches[0]}{more}; set the model's options to those the checkpoint was trained with.");
    }
}
