namespace Luciole.Training;

/// <summary>Where batches come from, epoch by epoch.</summary>
public interface IBatchSource
{
    /// <summary>Batches of one epoch; the last may be smaller.</summary>
    int StepsPerEpoch { get; }

    /// <summary>
    /// The batches of epoch <paramref name="epoch"/> (from 0), the same each time they are asked for, beginning with number
    /// <paramref name="firstStep"/> (from 0).
    /// </summary>
    IEnumerable<Batch> Epoch(int epoch, int firstStep, CancellationToken cancellation);
}
