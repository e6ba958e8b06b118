using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Inference;
using Luciole.Metrics;

namespace Luciole.Workflows;

/// <summary>Compares a prediction with its target. A prediction knows nothing of the target's brightness, so both are compared at zero mean and unit variance.</summary>
internal static class PredictionScore
{
    private static readonly NormalizationSettings s_standard = new() { Type = NormalizationType.ZeroMeanUnitVariance };

    /// <summary>The figures; null when the image is too large for one array.</summary>
    /// <exception cref="InputException">The target is damaged, or shows another field.</exception>
    public static TestMetrics? Measure(PredictedImage prediction, IImageSource target)
    {
        var targetPath = target.Name;
        if (target.Height != prediction.Height || target.Width != prediction.Width || target.Channels != prediction.Channels)
            throw new InputException($"{targetPath}: is {target.Height} x {target.Width} with {target.Channels} channels, but its raw image is {prediction.Height} x {prediction.Width} and its prediction has {prediction.Channels}; both must show the same field.");
        if ((long)target.Height * target.Width * target.Channels > Array.MaxLength)
            return null;
        var truth = new float[target.Height * target.Width * target.Channels];
        target.ReadRows(0, target.Height, truth);
        return TestMetrics.Measure(
            Planes(prediction.ToArray(OutputScale.Normalised), target.Channels, SampleType.Float32, "prediction"),
            Planes(truth, target.Channels, target.SampleType, targetPath),
            target.Height,
            target.Width);
    }

    /// <summary>From <c>[Y, X, C]</c> to <c>[C, Y, X]</c> at zero mean and unit variance.</summary>
    internal static float[] Planes(float[] image, int channels, SampleType type, string name)
    {
        Normalizer.For(image, type, s_standard, name).Apply(image);
        return ChannelPlanes.Of(image, channels);
    }
}
