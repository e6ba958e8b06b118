namespace Luciole.Training;
/// <summary>stub</summary>
/// <param name="Rate">r</param><param name="Factor">e</param><param name="Patience">s</param><param name="Minimum">s</param>
public sealed record ReduceOnPlateau(double Rate, double Factor, int Patience, double Minimum) : LearningRateSchedule { /// <inheritdoc/>
public override double At(double epoch) => Rate; }
