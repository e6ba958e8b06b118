namespace Luciole.Data.Normalization;

/// <summary>What is done to the intensities before the network sees them (<c>DATA.NORMALIZATION.TYPE</c>).</summary>
public enum NormalizationType
{
    /// <summary>Division by the largest value of the sample type: 255 or 65535.</summary>
    Div,

    /// <summary><c>(x - min) / (max - min + 1e-6)</c>.</summary>
    ScaleRange,

    /// <summary><c>(x - mean) / (std + 1e-6)</c>.</summary>
    ZeroMeanUnitVariance,
}
