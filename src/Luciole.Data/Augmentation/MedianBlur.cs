using System.Numerics;
using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>MEDIAN_BLUR</c>: replaces each value of the raw patch by the median of a square around it; the target stays.</summary>
public sealed class MedianBlur : IAugmentation
{
    /// <summary>Up to here selection among all values of the square is faster than a histogram.</summary>
    private const int LargestSelection = 9;

    private readonly int _smallest;
    private readonly int _largest;

    /// <summary>Sets the range.</summary>
    /// <param name="smallest">Smallest side of the square (<c>MB_KERNEL</c>); only odd ones are drawn.</param>
    /// <param name="largest">Largest side, drawn as well.</param>
    /// <exception cref="InputException">The range leaves 1 to 999 or holds no odd number.</exception>
    public MedianBlur(int smallest = 3, int largest = 7)
    {
        RangeCheck.Range("MB_KERNEL", smallest, largest, 1, 999);
        if (smallest == largest && smallest % 2 == 0)
            throw new InputException($"AUGMENTOR.MB_KERNEL: ({smallest}, {largest}) holds no odd number; write for instance ({smallest - 1}, {largest + 1}).");
        (_smallest, _largest) = (smallest | 1, largest);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.MedianBlur;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var size = _smallest + (2 * random.NextInt(((_largest - _smallest) / 2) + 1));
        Blur(pair.Image, pair.Height, pair.Width, pair.Image.Length / (pair.Height * pair.Width), size);
    }

    /// <summary>Filters an image <c>[Y, X, C]</c> in place, edge pixels repeated outside.</summary>
    /// <param name="image">The image.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">Values per pixel.</param>
    /// <param name="size">The side of the square; odd.</param>
    public static void Blur(Span<float> image, int height, int width, int channels, int size)
    {
        SizeCheck.Images(image, image, height, width, channels);
        if (size < 1 || size % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(size), size, "The side must be odd.");
        if (size == 1)
            return;
        if (size <= LargestSelection && width * channels >= Vector<float>.Count)
            MedianBySelection.Filter(image, height, width, channels, size);
        else
            MedianByHistogram.Filter(image, height, width, channels, size);
    }
}
