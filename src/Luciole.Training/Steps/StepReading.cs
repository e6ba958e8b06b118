namespace Luciole.Training;

/// <summary>What is known of the batches since the last reading.</summary>
/// <param name="Losses">One a batch.</param>
/// <param name="GoodSteps">Steps of the optimiser that count, from the first on.</param>
/// <param name="Sums">What was measured in the epoch up to the last of them.</param>
/// <param name="Scale">Where the scaling of the loss stands after the last of them.</param>
/// <param name="HasFailed">Whether the step after them has a loss or a gradient that is not finite.</param>
internal sealed record StepReading(IReadOnlyList<double> Losses, int GoodSteps, EpochSums Sums, LossScale Scale, bool HasFailed);
