namespace Luciole.Training;

/// <summary>The same learning rate all the way.</summary>
/// <param name="Rate">The rate.</param>
public sealed record ConstantRate(double Rate) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double At(double epoch) => Rate;
}
