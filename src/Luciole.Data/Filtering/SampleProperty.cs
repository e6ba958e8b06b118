namespace Luciole.Data.Filtering;

/// <summary>What a sample can be judged by (<c>FILTER_SAMPLES.PROPS</c>); over all its pixels and channels.</summary>
public enum SampleProperty
{
    /// <summary>Mean of the raw image.</summary>
    Mean,

    /// <summary>Smallest value of the raw image.</summary>
    Minimum,

    /// <summary>Largest value of the raw image.</summary>
    Maximum,

    /// <summary>Mean of the target.</summary>
    TargetMean,

    /// <summary>Smallest value of the target.</summary>
    TargetMinimum,

    /// <summary>Largest value of the target.</summary>
    TargetMaximum,

    /// <summary>Sum of |raw image - target|.</summary>
    Difference,

    /// <summary><see cref="Difference"/> times the range (largest minus smallest value) of the whole raw image.</summary>
    DifferenceTimesRange,

    /// <summary><see cref="Difference"/> times the range of the whole target.</summary>
    DifferenceTimesTargetRange,
}
