namespace Luciole.Data.Filtering;

/// <summary>Count, mean and extremes of values that come in parts.</summary>
internal struct ValueSummary
{
    private double _sum;
    private float _minimum;
    private float _maximum;

    public long Count { get; private set; }

    public readonly double Mean => _sum / Count;

    public readonly double Minimum => _minimum;

    public readonly double Maximum => _maximum;

    public readonly double Range => (double)_maximum - _minimum;

    public void Add(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            (_minimum, _maximum) = Count == 0 ? (value, value) : (MathF.Min(_minimum, value), MathF.Max(_maximum, value));
            _sum += value;
            Count++;
        }
    }
}
