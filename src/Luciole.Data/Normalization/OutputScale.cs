using Luciole.Imaging.Pixels;

namespace Luciole.Data.Normalization;

/// <summary>
/// The units that predictions are written in (<c>TEST.OUTPUT</c>): those of the raw image (<c>raw</c>), those of the training
/// targets (<c>target</c>), or the network's own (<c>normalised</c>, single precision).
/// </summary>
public sealed class OutputScale
{
    private readonly Normalizer? _normalizer;
    private readonly bool _movesUp;

    private OutputScale(Normalizer? normalizer, bool movesUp = true) => (_normalizer, _movesUp) = (normalizer, movesUp);

    /// <summary>Predictions as the network gave them, single precision.</summary>
    public static OutputScale Normalised { get; } = new(null);

    /// <summary>The sample type to be written.</summary>
    public SampleType SampleType => _normalizer?.SampleType switch
    {
        null or SampleType.Float64 => SampleType.Float32,
        { } type => type,
    };

    /// <summary>Whether all predictions of an image must pass <see cref="Minimum"/> before any passes <see cref="Apply"/>.</summary>
    public bool NeedsMinimum => _movesUp && (_normalizer?.NeedsMinimum ?? false);

    /// <summary>The units of the raw image, by its own normaliser.</summary>
    public static OutputScale Raw(Normalizer rawImage) => new(rawImage);

    /// <summary>
    /// The units of the raw image for a reconstruction of it: what lies outside the range of its type ends there, instead of moving
    /// everything else, so that what was not changed is as it was.
    /// </summary>
    public static OutputScale Reconstruction(Normalizer rawImage) => new(rawImage, movesUp: false);

    /// <summary>The units of the training targets.</summary>
    public static OutputScale Target(TargetStatistics targets) => new(targets.ToNormalizer());

    /// <summary>The smallest value of this part, in output units; the smallest over all parts goes to <see cref="Apply"/>.</summary>
    public double Minimum(ReadOnlySpan<float> predictions) => _normalizer?.MinimumAfterUndo(predictions) ?? 0;

    /// <summary>Turns a part of an image from normalised to output units in place.</summary>
    public void Apply(Span<float> predictions, double minimum) => _normalizer?.Undo(predictions, _movesUp ? minimum : 0);
}
