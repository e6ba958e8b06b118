using Luciole.Files;

namespace Luciole.Training;

/// <summary>
/// Multiplies the rate by <paramref name="Factor"/> when the loss has not fallen by a ten-thousandth of itself for more than
/// <paramref name="Patience"/> epochs, with PyTorch's defaults (<c>TRAIN.LR_SCHEDULER.NAME: reduceonplateau</c>). A loss that is not a
/// number counts as not fallen.
/// </summary>
/// <param name="Rate">The rate at the start, <c>TRAIN.LR</c>.</param>
/// <param name="Factor">What a plateau multiplies the rate by, between 0 and 1.</param>
/// <param name="Patience">Epochs without improvement that are put up with.</param>
/// <param name="Minimum">The rate never goes below this.</param>
public sealed record ReduceOnPlateau(double Rate, double Factor, int Patience, double Minimum) : LearningRateSchedule
{
    private const double Threshold = 1e-4;
    private const double SmallestChange = 1e-8;

    private double _rate = Rate;
    private double _best = double.PositiveInfinity;
    private int _epochsWithoutGain;

    /// <summary>The rate now, whatever the epoch: it depends on the losses so far.</summary>
    public override double At(double epoch) => _rate;

    /// <inheritdoc/>
    public override void EpochDone(double loss)
    {
        if (loss < _best * (1 - Threshold))
        {
            _best = loss;
            _epochsWithoutGain = 0;
        }
        else
        {
            _epochsWithoutGain++;
        }

        if (_epochsWithoutGain <= Patience)
            return;
        _epochsWithoutGain = 0;
        var reduced = Math.Max(_rate * Factor, Minimum);
        if (_rate - reduced > SmallestChange)
            _rate = reduced;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Capture() => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["rate"] = _rate,
        ["best"] = _best,
        ["epochs_without_gain"] = _epochsWithoutGain,
    };

    /// <inheritdoc/>
    /// <exception cref="InputException">A value is missing.</exception>
    public override void Restore(IReadOnlyDictionary<string, double> state)
    {
        var (rate, best, epochs) = (Value("rate"), Value("best"), Value("epochs_without_gain"));
        (_rate, _best, _epochsWithoutGain) = (rate, best, (int)epochs);

        double Value(string name) => state.TryGetValue(name, out var value)
            ? value
            : throw new InputException($"The checkpoint's schedule has no '{name}', which reduceonplateau continues from; set TRAIN.LR_SCHEDULER.NAME as the checkpoint was trained with.");
    }
}
