namespace Luciole.Training;

/// <summary>The learning rate as a function of the epoch, evaluated before every step.</summary>
public abstract record LearningRateSchedule
{
    /// <summary>The rate at <paramref name="epoch"/>: whole epochs done plus the part of the present one.</summary>
    public abstract double At(double epoch);
}
