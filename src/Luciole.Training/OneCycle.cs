namespace Luciole.Training;
/// <summary>stub</summary>
/// <param name="Rate">r</param><param name="Epochs">e</param><param name="StepsPerEpoch">s</param>
public sealed record OneCycle(double Rate, double Epochs, int StepsPerEpoch) : LearningRateSchedule { /// <inheritdoc/>
public override double At(double epoch) => Rate; }
