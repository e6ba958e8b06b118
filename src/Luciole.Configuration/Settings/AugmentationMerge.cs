namespace Luciole.Configuration;

/// <summary>How test-time augmentation becomes one prediction.</summary>
public enum AugmentationMerge
{
    /// <summary>Mean.</summary>
    Mean,

    /// <summary>Minimum.</summary>
    Minimum,

    /// <summary>Maximum.</summary>
    Maximum,
}
