using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>MOTION_BLUR</c>: smears the raw patch along a line, more towards one of its ends; the target stays.</summary>
public sealed class MotionBlur : IAugmentation
{
    private readonly int _shortest;
    private readonly int _longest;

    /// <summary>Sets the range.</summary>
    /// <param name="shortest">Shortest line in pixels (<c>MOTB_K_RANGE</c>); even lengths become one longer.</param>
    /// <param name="longest">Longest line, drawn as well.</param>
    /// <exception cref="InputException">The range leaves 1 to 999.</exception>
    public MotionBlur(int shortest = 8, int longest = 12)
    {
        RangeCheck.Range("MOTB_K_RANGE", shortest, longest, 1, 999);
        (_shortest, _longest) = (shortest, longest);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.MotionBlur;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var size = random.WholeBelow(_shortest, _longest + 1) | 1;
        var kernel = Kernel(size, random.Uniform(0, 360), random.Uniform(-1, 1));
        Blur(pair.Image, pair.Height, pair.Width, pair.Image.Length / (pair.Height * pair.Width), kernel, size);
    }

    /// <summary>A line of weights, <c>size x size</c>, that add up to 1.</summary>
    /// <param name="size">An odd number of pixels.</param>
    /// <param name="degrees">Turns the upright line counter-clockwise.</param>
    /// <param name="direction">-1 to 1: all weight towards the lower end, even (0), or towards the upper.</param>
    public static float[] Kernel(int size, double degrees, double direction)
    {
        var upright = new float[size * size];
        for (var y = 0; y < size; y++)
            upright[(y * size) + (size / 2)] = size == 1 ? 1 : (float)((1 + (direction * (1 - (2.0 * y / (size - 1))))) / 2);
        var kernel = new float[upright.Length];
        RandomRotation.Rotate(upright, kernel, size, size, 1, degrees, BorderRule.Constant);
        var sum = kernel.Sum();
        return Array.ConvertAll(kernel, weight => weight / sum);
    }

    /// <summary>Correlates an image <c>[Y, X, C]</c> with a square kernel of odd size, in place, mirrored about its edge pixels' centres.</summary>
    public static unsafe void Blur(Span<float> image, int height, int width, int channels, ReadOnlySpan<float> kernel, int size)
    {
        SizeCheck.Images(image, image, height, width, channels);
        SizeCheck.AtLeast(kernel, (long)size * size);
        using var padded = new PaddedImage(image, height, width, channels, size / 2, BorderRule.Mirror);
        var row = (width + size - 1) * channels;
        var (offsets, weights) = Taps(kernel, size, row, channels);
        var taps = new float*[offsets.Length];
        fixed (float* from = padded.Values, to = image)
        {
            fixed (float** first = taps)
            {
                for (var y = 0; y < height; y++)
                {
                    for (var k = 0; k < offsets.Length; k++)
                        taps[k] = from + (y * row) + offsets[k];
                    WeightedSum.Compute(first, weights, to + (y * width * channels), width * channels);
                }
            }
        }
    }

    private static (int[] Offsets, float[] Weights) Taps(ReadOnlySpan<float> kernel, int size, int row, int channels)
    {
        var offsets = new List<int>();
        var weights = new List<float>();
        for (var i = 0; i < size * size; i++)
        {
            if (kernel[i] == 0)
                continue;
            offsets.Add((i / size * row) + (i % size * channels));
            weights.Add(kernel[i]);
        }

        return ([.. offsets], [.. weights]);
    }
}
