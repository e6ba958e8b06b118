namespace Luciole.Training;

/// <summary>How far a prediction is from its target (<c>LOSS.TYPE</c>).</summary>
public enum RegressionLoss
{
    /// <summary>Mean of squared differences.</summary>
    Mse,

    /// <summary>Mean of absolute differences.</summary>
    Mae,
}
