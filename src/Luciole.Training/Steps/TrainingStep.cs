namespace Luciole.Training;

/// <summary>
/// The computation of a training: batches forward and backward, and steps of the optimiser. What comes out may be told later than it is
/// computed.
/// </summary>
internal abstract class TrainingStep : IDisposable
{
    /// <summary>Whether <see cref="Read"/> ought to be called now.</summary>
    public abstract bool IsDue { get; }

    /// <summary>Bytes that tensors took at most during the last batch, beside what there was before it; null when unknown.</summary>
    public abstract long? MostMemory { get; }

    /// <summary>Something to know about how steps are computed, in a sentence; null when there is nothing.</summary>
    public virtual string? Note => null;

    /// <summary>Begins an epoch, or goes on in it.</summary>
    /// <param name="progress">Where training stands.</param>
    public abstract void Begin(TrainingProgress progress);

    /// <summary>Drops the gradients of the step before.</summary>
    public abstract void Clear();

    /// <summary>Goes forward and backward with a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="group">Batches whose gradients are averaged.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <exception cref="NonFiniteLossException">The loss is not finite, and that is known at once.</exception>
    public abstract void Learn(Batch batch, int group, int epoch);

    /// <summary>Moves the parameters.</summary>
    /// <param name="group">The batches that the gradients are of.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <exception cref="NonFiniteLossException">A gradient is not finite, and that is known at once.</exception>
    public abstract void Move(IReadOnlyList<Batch> group, int epoch);

    /// <summary>Tells what happened since the last reading; waits for the device.</summary>
    public abstract StepReading Read();

    /// <summary>Goes back to the state after the last step of the optimiser that counts, and drops the gradients. To be called after <see cref="Read"/>.</summary>
    public abstract void Return();

    /// <inheritdoc/>
    public abstract void Dispose();
}
