namespace Luciole.Training;

/// <summary>Where batches come from, epoch by epoch.</summary>
public interface IBatchSource
{
    /// <summary>Batches of one epoch; the last may be smaller.</summary>
    int StepsPerEpoch { get; }

    /// <summary>The batches of epoch <paramref name="epoch"/> (from 0), the same each time they are asked for.</summary>
    IEnumerable<Batch> Epoch(int epoch, CancellationToken cancellation);
}
