using System.Globalization;

namespace Luciole.Data.Filtering;

/// <summary>One condition under which a sample is left out.</summary>
/// <param name="Property">What is looked at.</param>
/// <param name="Comparison">How it is compared.</param>
/// <param name="Value">With what.</param>
public sealed record FilterCondition(SampleProperty Property, Comparison Comparison, double Value)
{
    /// <summary>Whether the target has to be read.</summary>
    public bool NeedsTarget => Property is not (SampleProperty.Mean or SampleProperty.Minimum or SampleProperty.Maximum);

    /// <summary>Whether it holds; never for what is no number.</summary>
    public bool Holds(SampleStatistics statistics) => (statistics[Property], Comparison) switch
    {
        (var value, Comparison.Above) => value > Value,
        (var value, Comparison.AtLeast) => value >= Value,
        (var value, Comparison.Below) => value < Value,
        var (value, _) => value <= Value,
    };

    /// <summary>That it holds, in words: <c>mean 12.5 is below 20</c>.</summary>
    public string Explain(SampleStatistics statistics)
    {
        var relation = Comparison switch
        {
            Comparison.Above => "above",
            Comparison.AtLeast => "at or above",
            Comparison.Below => "below",
            _ => "at or below",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Name} {statistics[Property]:G6} is {relation} {Value:G6}");
    }

    private string Name => Property switch
    {
        SampleProperty.Mean => "mean",
        SampleProperty.Minimum => "min",
        SampleProperty.Maximum => "max",
        SampleProperty.TargetMean => "target_mean",
        SampleProperty.TargetMinimum => "target_min",
        SampleProperty.TargetMaximum => "target_max",
        SampleProperty.Difference => "diff",
        SampleProperty.DifferenceTimesRange => "diff_by_min_max_ratio",
        _ => "diff_by_target_min_max_ratio",
    };
}
