namespace Luciole.Checkpoints;

/// <summary>A NumPy array between its creation and the BUILD that gives it its content; never part of a finished value.</summary>
internal sealed class NumpyArrayShell : PickleValue
{
    public List<uint> MemoIndices { get; } = [];
}
