namespace Luciole.Inference;

/// <summary>
/// The errors of a masked autoencoder where its input was hidden, the only place where it was trained to be right. Summed in double
/// precision over any number of parts.
/// </summary>
public sealed class HiddenErrors
{
    private double _absolute;
    private double _squared;
    private float _minimum;
    private float _maximum;

    /// <summary>Hidden values that were compared.</summary>
    public long Count { get; private set; }

    /// <summary>Mean of |prediction - input| where the input was hidden; not a number when nothing was.</summary>
    public double MeanAbsoluteError => _absolute / Count;

    /// <summary>Mean of (prediction - input)² where the input was hidden; not a number when nothing was.</summary>
    public double MeanSquaredError => _squared / Count;

    /// <summary>
    /// In decibel, <c>10 log10(range² / MSE)</c> with the range of the whole input, visible or not, 0 included; infinite without errors.
    /// </summary>
    public double PeakSignalToNoise
    {
        get
        {
            var range = (double)_maximum - _minimum;
            return 10 * Math.Log10(range * range / MeanSquaredError);
        }
    }

    /// <summary>Adds one value.</summary>
    /// <param name="prediction">What the network made of it.</param>
    /// <param name="input">What it was.</param>
    /// <param name="hidden">Whether the network could not see it.</param>
    public void Add(float prediction, float input, bool hidden)
    {
        _minimum = MathF.Min(_minimum, input);
        _maximum = MathF.Max(_maximum, input);
        if (!hidden)
            return;
        var error = (double)prediction - input;
        _absolute += Math.Abs(error);
        _squared += error * error;
        Count++;
    }
}
