using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>GAUSSIAN_NOISE</c>: adds an independent normal number to every value of the raw patch, without clipping; the target stays.</summary>
public sealed class GaussianNoise : IAugmentation
{
    private readonly double _mean;
    private readonly double _deviation;
    private readonly bool _fromImage;

    /// <summary>Sets the strength.</summary>
    /// <param name="mean">Mean of the noise (<c>GAUSSIAN_NOISE_MEAN</c>).</param>
    /// <param name="variance">Its variance (<c>GAUSSIAN_NOISE_VAR</c>).</param>
    /// <param name="fromImage">Take mean and variance of the patch instead (<c>GAUSSIAN_NOISE_USE_INPUT_IMG_MEAN_AND_VAR</c>).</param>
    /// <exception cref="InputException">A number is out of range.</exception>
    public GaussianNoise(double mean = 0, double variance = 0.05, bool fromImage = false)
    {
        RangeCheck.Number("GAUSSIAN_NOISE_MEAN", mean, float.MinValue, float.MaxValue);
        RangeCheck.Number("GAUSSIAN_NOISE_VAR", variance, 0, 1e9);
        (_mean, _deviation, _fromImage) = (mean, Math.Sqrt(variance), fromImage);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.GaussianNoise;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var (mean, deviation) = _fromImage ? Measure(pair.Image) : (_mean, _deviation);
        foreach (ref var value in pair.Image.AsSpan())
            value += (float)(mean + (deviation * random.Normal()));
    }

    private static (double Mean, double Deviation) Measure(ReadOnlySpan<float> image)
    {
        double sum = 0, squares = 0;
        foreach (var value in image)
            sum += value;
        var mean = sum / image.Length;
        foreach (var value in image)
            squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / image.Length));
    }
}
