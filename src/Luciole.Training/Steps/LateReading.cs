namespace Luciole.Training;

/// <summary>
/// Losses stay on the device until somebody wants to see them: reading one makes the processor wait for everything before it. Whichever of
/// the two bounds comes first.
/// </summary>
/// <param name="MostBatches">Batches between two readings at most.</param>
/// <param name="Interval">Time between two readings, about.</param>
public sealed record LateReading(int MostBatches, TimeSpan Interval)
{
    /// <summary>Every other second, and after 256 batches at the latest.</summary>
    public static LateReading Usual { get; } = new(256, TimeSpan.FromSeconds(2));
}
