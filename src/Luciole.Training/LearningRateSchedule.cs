namespace Luciole.Training;

/// <summary>The learning rate as a function of the epoch, evaluated before every step of the optimiser.</summary>
public abstract record LearningRateSchedule
{
    /// <summary>The rate at <paramref name="epoch"/>: whole epochs done plus the part of the present one.</summary>
    public abstract double At(double epoch);

    /// <summary>The momentum at <paramref name="epoch"/>, or null where the optimiser's own stays.</summary>
    public virtual double? MomentumAt(double epoch) => null;

    /// <summary>Told the loss that an epoch ended with: the validation loss, or the training loss without validation.</summary>
    public virtual void EpochDone(double loss)
    {
    }

    /// <summary>What the schedule remembers beyond its options, by name; empty for those that depend on the epoch alone.</summary>
    public virtual IReadOnlyDictionary<string, double> Capture() => new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Continues from a captured state.</summary>
    public virtual void Restore(IReadOnlyDictionary<string, double> state)
    {
    }
}
