namespace Luciole.Training;

/// <summary>Where batches come from, epoch by epoch.</summary>
public interface IBatchSource
{
    /// <summary>Batches of every epoch; the last may be smaller.</summary>
    int StepsPerEpoch { get; }

    /// <summary>The batches of an epoch, the same each time they are asked for.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="firstStep">The batch to begin with, from 0; the batches before it are not made.</param>
    /// <param name="cancellation">Ends the epoch early.</param>
    IEnumerable<Batch> Epoch(int epoch, int firstStep, CancellationToken cancellation);
}
