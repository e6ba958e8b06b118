namespace Luciole.Training;

/// <summary>
/// One cycle (Smith and Topin, "Super-Convergence", 2019) with PyTorch's defaults: over the first 30 % of the steps half a cosine from
/// a 25th of <paramref name="Peak"/> up to it, then half a cosine down to a 250,000th; the momentum goes from 0.95 to 0.85 and back
/// (<c>TRAIN.LR_SCHEDULER.NAME: onecycle</c>).
/// </summary>
/// <param name="Peak">The highest rate, <c>TRAIN.LR</c>.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="StepsPerEpoch">Steps of the optimiser in an epoch: batches, divided by those whose gradients are added up, rounded up.</param>
public sealed record OneCycle(double Peak, int Epochs, int StepsPerEpoch) : LearningRateSchedule
{
    private const double RisingPart = 0.3;
    private const double StartDivisor = 25;
    private const double EndDivisor = 1e4;
    private const double LowMomentum = 0.85;
    private const double HighMomentum = 0.95;

    /// <inheritdoc/>
    public override double At(double epoch)
    {
        var start = Peak / StartDivisor;
        return Along(epoch, start, Peak, start / EndDivisor);
    }

    /// <inheritdoc/>
    public override double? MomentumAt(double epoch) => Along(epoch, HighMomentum, LowMomentum, HighMomentum);

    // The first step is number 0; the peak may lie between two steps.
    private double Along(double epoch, double start, double middle, double end)
    {
        var last = ((double)Epochs * StepsPerEpoch) - 1;
        var peak = (RisingPart * (last + 1)) - 1;
        var step = Math.Clamp(epoch * StepsPerEpoch, 0, last);
        return step <= peak ? HalfCosine(start, middle, step / peak) : HalfCosine(middle, end, (step - peak) / (last - peak));
    }

    private static double HalfCosine(double from, double to, double part) => to + ((from - to) / 2 * (Math.Cos(Math.PI * part) + 1));
}
