namespace Luciole.Configuration;

/// <summary>How intensities become network input.</summary>
public enum NormalizationType
{
    /// <summary>Divided by 255 or 65535.</summary>
    Division,

    /// <summary>Minimum to 0, maximum to 1.</summary>
    ScaleRange,

    /// <summary>Mean subtracted, divided by the standard deviation.</summary>
    ZeroMeanUnitVariance,
}
