namespace Luciole.Training;

/// <summary>Where the scaling of the loss stands.</summary>
/// <param name="Scale">The factor; 1 without scaling.</param>
/// <param name="CleanSteps">Steps since the scale changed or a gradient was not finite.</param>
/// <param name="Skipped">Steps of the optimiser that were left out because the scaled gradient was not finite, since training began.</param>
public sealed record LossScale(double Scale, long CleanSteps, long Skipped)
{
    /// <summary>No scaling, and the start of one that is never more than 1.</summary>
    public static LossScale One { get; } = new(1, 0, 0);
}
