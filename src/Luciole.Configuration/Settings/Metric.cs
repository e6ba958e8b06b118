namespace Luciole.Configuration;

/// <summary>What is measured between prediction and target.</summary>
public enum Metric
{
    /// <summary>Peak signal-to-noise ratio.</summary>
    Psnr,

    /// <summary>Mean absolute error.</summary>
    Mae,

    /// <summary>Mean squared error.</summary>
    Mse,

    /// <summary>Structural similarity.</summary>
    Ssim,
}
