using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Normalization;

/// <summary>
/// The intensities of a training set's targets, to be stored beside the weights: predictions of new images are written in the
/// units of the fluorescence that was trained on, instead of in those of the transmitted-light image. Every target is normalised
/// with its own statistics in training, so each figure is the average of the targets' figures.
/// </summary>
/// <param name="Type">The normalisation of the targets.</param>
/// <param name="SampleType">The targets' sample type; <see cref="SampleType.Float32"/> when they differ.</param>
/// <param name="Mean">Average of the targets' means.</param>
/// <param name="StandardDeviation">Average of the targets' standard deviations.</param>
/// <param name="Minimum">Average of the targets' minima.</param>
/// <param name="Maximum">Average of the targets' maxima.</param>
/// <param name="Divisor">Largest divisor of the targets (div).</param>
public sealed record TargetStatistics(
    NormalizationType Type, SampleType SampleType, double Mean, double StandardDeviation, double Minimum, double Maximum, double Divisor)
{
    /// <summary>Averages the normalisers of a training set's targets, one for each target.</summary>
    /// <exception cref="InputException">There is no target.</exception>
    public static TargetStatistics Of(IReadOnlyCollection<Normalizer> targets)
    {
        if (targets.Count == 0)
            throw new InputException("The training set has no target image, so target statistics cannot be measured; check DATA.TRAIN.GT_PATH.");
        var first = targets.First();
        return new TargetStatistics(
            first.Type,
            targets.All(t => t.SampleType == first.SampleType) ? first.SampleType : SampleType.Float32,
            targets.Average(t => t.Mean),
            targets.Average(t => t.StandardDeviation),
            targets.Average(t => t.Minimum),
            targets.Average(t => t.Maximum),
            targets.Max(t => t.Divisor));
    }

    /// <summary>The normaliser whose <see cref="Normalizer.Undo(Span{float})"/> turns predictions into target units.</summary>
    public Normalizer ToNormalizer() => new()
    {
        Type = Type,
        SampleType = SampleType,
        Mean = Mean,
        StandardDeviation = StandardDeviation,
        Minimum = Minimum,
        Maximum = Maximum,
        Divisor = Divisor,
    };
}
