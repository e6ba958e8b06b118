using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>ROT90</c>: turns image and target counter-clockwise by 90, 180 or 270 degrees, each as often.</summary>
public sealed class QuarterTurn : IAugmentation
{
    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.QuarterTurn;

    /// <inheritdoc/>
    /// <exception cref="InputException">The patch is not square.</exception>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        if (pair.Height != pair.Width)
            throw new InputException($"AUGMENTOR.ROT90: patches of {pair.Height} x {pair.Width} cannot be turned by 90 degrees; make DATA.PATCH_SIZE square or switch it off.");
        var turns = 1 + random.NextInt(3);
        pair.ChangeBoth((image, channels) => Turn(image, pair.Height, channels, turns));
    }

    /// <summary>Turns a square image <c>[Y, X, C]</c> counter-clockwise (NumPy's <c>rot90</c>).</summary>
    public static float[] Turn(ReadOnlySpan<float> image, int side, int channels, int quarterTurns)
    {
        var result = new float[image.Length];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var (sourceY, sourceX) = (quarterTurns & 3) switch
                {
                    0 => (y, x),
                    1 => (x, side - 1 - y),
                    2 => (side - 1 - y, side - 1 - x),
                    _ => (side - 1 - x, y),
                };
                image.Slice(((sourceY * side) + sourceX) * channels, channels).CopyTo(result.AsSpan(((y * side) + x) * channels));
            }
        }

        return result;
    }
}
