namespace Luciole.Training;

/// <summary>
/// A straight line from 0 to <paramref name="Peak"/> over the warm-up, then half a cosine down to <paramref name="Minimum"/> at the
/// last epoch (<c>TRAIN.LR_SCHEDULER.NAME: warmupcosine</c>).
/// </summary>
/// <param name="Peak">The highest rate, <c>TRAIN.LR</c>.</param>
/// <param name="Minimum">The rate at the end.</param>
/// <param name="WarmupEpochs">Epochs of the warm-up.</param>
/// <param name="Epochs">Epochs in all.</param>
public sealed record WarmupCosine(double Peak, double Minimum, double WarmupEpochs, double Epochs) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double At(double epoch)
    {
        if (epoch < WarmupEpochs)
            return Peak * epoch / WarmupEpochs;
        var done = Epochs > WarmupEpochs ? Math.Min(1, (epoch - WarmupEpochs) / (Epochs - WarmupEpochs)) : 1;
        return Minimum + ((Peak - Minimum) * 0.5 * (1 + Math.Cos(Math.PI * done)));
    }
}
