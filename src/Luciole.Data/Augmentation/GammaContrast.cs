using System.Numerics;
using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>GAMMA_CONTRAST</c>: raises the raw patch, clipped to [0, 1], to a power; the target stays.</summary>
public sealed class GammaContrast : IAugmentation
{
    private readonly double _minimum;
    private readonly double _maximum;

    /// <summary>Sets the range.</summary>
    /// <param name="minimum">Smallest exponent (<c>GC_GAMMA</c>); above 1 darkens.</param>
    /// <param name="maximum">Largest exponent.</param>
    /// <exception cref="InputException">The range leaves 0 to 100.</exception>
    public GammaContrast(double minimum = 1.25, double maximum = 1.75)
    {
        RangeCheck.Range("GC_GAMMA", minimum, maximum, 0, 100);
        (_minimum, _maximum) = (minimum, maximum);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.GammaContrast;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random) => Change(pair.Image, random.Uniform(_minimum, _maximum));

    /// <summary><c>clip(image, 0, 1) ^ gamma</c>, in place.</summary>
    public static void Change(Span<float> image, double gamma)
    {
        if (gamma == 0)
        {
            image.Fill(1);
            return;
        }

        var exponent = new Vector<float>((float)gamma);
        for (; image.Length >= Vector<float>.Count; image = image[Vector<float>.Count..])
        {
            var clipped = Vector.Max(Vector.Min(new Vector<float>(image), Vector<float>.One), Vector<float>.Zero);
            Vector.Exp(Vector.Log(clipped) * exponent).CopyTo(image);
        }

        foreach (ref var value in image)
            value = MathF.Pow(Math.Clamp(value, 0, 1), (float)gamma);
    }
}
