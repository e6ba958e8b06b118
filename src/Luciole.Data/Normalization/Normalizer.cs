using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Normalization;

/// <summary>
/// The normalisation of one image (or of one data set's targets) and its inverse: a formula with the numbers that were measured
/// for it. Arithmetic is done in double precision, results are single precision.
/// </summary>
public sealed record Normalizer
{
    private const double Epsilon = 1e-6;

    /// <summary>The formula.</summary>
    public required NormalizationType Type { get; init; }

    /// <summary>The numeric type of the image before normalisation, and after undoing it.</summary>
    public required SampleType SampleType { get; init; }

    /// <summary>Correct arithmetic, or the reference's.</summary>
    public NormalizationRules Rules { get; init; } = NormalizationRules.Luciole;

    /// <summary>Mean (zero mean / unit variance).</summary>
    public double Mean { get; init; }

    /// <summary>Population standard deviation (zero mean / unit variance).</summary>
    public double StandardDeviation { get; init; } = 1;

    /// <summary>Smallest value (scale range).</summary>
    public double Minimum { get; init; }

    /// <summary>Largest value (scale range).</summary>
    public double Maximum { get; init; } = 1;

    /// <summary>What values are divided by (div).</summary>
    public double Divisor { get; init; } = 1;

    /// <summary>Values below are raised to this first.</summary>
    public double? ClipLower { get; init; }

    /// <summary>Values above are lowered to this first.</summary>
    public double? ClipUpper { get; init; }

    /// <summary>
    /// Whether undoing depends on the smallest value of the whole image: then find it with <see cref="MinimumAfterUndo"/> over all
    /// parts before undoing any.
    /// </summary>
    public bool NeedsMinimum => Type == NormalizationType.ZeroMeanUnitVariance && SampleType.IsInteger();

    /// <summary>Measures an image (with <paramref name="padding"/>: as it is after that reflection) and makes its normaliser.</summary>
    /// <exception cref="InputException">The image cannot be read or holds values that are not finite.</exception>
    public static Normalizer For(IImageSource image, NormalizationSettings settings, ReflectPadding? padding = null) =>
        For(ImageStatistics.Measure(image, settings.Clip, padding), settings);

    /// <summary>Measures one patch by itself (<see cref="MeasureBy.Patch"/>) and makes its normaliser.</summary>
    public static Normalizer For(ReadOnlyMemory<float> patch, SampleType type, NormalizationSettings settings, string name = "patch") =>
        For(ImageStatistics.Measure(patch, type, settings.Clip, name), settings);

    /// <summary>The normaliser with statistics already measured; a given mean or standard deviation wins over the measured one.</summary>
    public static Normalizer For(ImageStatistics statistics, NormalizationSettings settings) => new()
    {
        Type = settings.Type,
        SampleType = statistics.SampleType,
        Rules = settings.Rules,
        Mean = settings.Mean ?? statistics.Mean,
        StandardDeviation = settings.StandardDeviation ?? statistics.StandardDeviation,
        Minimum = statistics.Minimum,
        Maximum = statistics.Maximum,
        Divisor = DivisorFor(statistics, settings.Rules),
        ClipLower = statistics.ClipLower,
        ClipUpper = statistics.ClipUpper,
    };

    /// <summary>Normalises in place.</summary>
    public void Apply(Span<float> values)
    {
        var lower = ClipLower ?? double.NegativeInfinity;
        var upper = ClipUpper ?? double.PositiveInfinity;
        var (shift, divisor) = Type switch
        {
            NormalizationType.Div => (0, Divisor),
            NormalizationType.ScaleRange => (Minimum, Maximum - Minimum + Epsilon),
            _ => (Mean, StandardDeviation + Epsilon),
        };
        foreach (ref var value in values)
            value = (float)((Math.Clamp(value, lower, upper) - shift) / divisor);
    }

    /// <summary>
    /// The smallest value of this part as it would be after undoing, before it is moved up. The smallest over all parts of an image
    /// is what <see cref="Undo(Span{float}, double)"/> wants.
    /// </summary>
    public double MinimumAfterUndo(ReadOnlySpan<float> predictions)
    {
        var minimum = double.PositiveInfinity;
        foreach (var prediction in predictions)
            minimum = Math.Min(minimum, Inverse(prediction));
        return minimum;
    }

    /// <summary>Undoes the normalisation of a whole image in place.</summary>
    public void Undo(Span<float> predictions) => Undo(predictions, NeedsMinimum ? MinimumAfterUndo(predictions) : 0);

    /// <summary>
    /// Undoes the normalisation of a part of an image in place. With <see cref="NormalizationRules.Luciole"/>, integer types get
    /// whole numbers within the type's range.
    /// </summary>
    /// <param name="predictions">Normalised values.</param>
    /// <param name="minimum">The smallest <see cref="MinimumAfterUndo"/> of the whole image; ignored unless <see cref="NeedsMinimum"/>.</param>
    public void Undo(Span<float> predictions, double minimum)
    {
        var reference = Rules == NormalizationRules.Reference;
        var moveUp = !NeedsMinimum ? 0 : reference ? Math.Abs(minimum) : Math.Max(0, -minimum);
        var saturate = SampleType.IsInteger() && !reference;
        float lowest = SampleType.Lowest(), highest = SampleType.Highest();
        foreach (ref var value in predictions)
        {
            var undone = (float)(Inverse(value) + moveUp);
            value = saturate ? Math.Clamp(undone, lowest, highest) : undone;
        }
    }

    private double Inverse(float value)
    {
        if (Rules == NormalizationRules.Reference && Type != NormalizationType.ZeroMeanUnitVariance)
        {
            var clipped = Math.Clamp(value, 0.0, 1.0);
            return Type == NormalizationType.Div ? clipped * Divisor : (clipped * Maximum) + Minimum;
        }

        var undone = Type switch
        {
            NormalizationType.Div => value * Divisor,
            NormalizationType.ScaleRange => (value * (Maximum - Minimum + Epsilon)) + Minimum,
            _ => (value * StandardDeviation) + Mean,
        };
        return SampleType.IsInteger() ? Math.Round(undone, MidpointRounding.ToEven) : undone;
    }

    private static double DivisorFor(ImageStatistics statistics, NormalizationRules rules)
    {
        if (rules == NormalizationRules.Reference)
            return statistics.Maximum > byte.MaxValue ? ushort.MaxValue : byte.MaxValue;
        return statistics.SampleType switch
        {
            SampleType.UInt8 or SampleType.Int8 => byte.MaxValue,
            // A floating-point type says nothing of its range: images in [0, 1] stay, others are taken for 8- or 16-bit counts.
            SampleType.Float32 or SampleType.Float64 when statistics.Maximum <= 1 => 1,
            SampleType.Float32 or SampleType.Float64 when statistics.Maximum <= byte.MaxValue => byte.MaxValue,
            _ => ushort.MaxValue,
        };
    }
}
