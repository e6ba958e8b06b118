namespace Luciole.Training;

/// <summary>What was measured over the samples of an epoch.</summary>
/// <param name="Loss">Mean loss over the samples.</param>
/// <param name="Metrics">Means over the samples that have the figure, by the keys <c>psnr</c>, <c>mae</c>, <c>mse</c>, <c>ssim</c>; NaN where no sample has it.</param>
/// <param name="Samples">Samples seen.</param>
public sealed record EpochFigures(double Loss, IReadOnlyDictionary<string, double> Metrics, long Samples);
