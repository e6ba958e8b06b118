using System.Runtime.CompilerServices;
using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>ROT90</c>: turns image and target counter-clockwise by 90, 180 or 270 degrees, each as often.</summary>
public sealed class QuarterTurn : IAugmentation
{
    private const int Tile = 16;

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.QuarterTurn;

    /// <inheritdoc/>
    /// <exception cref="InputException">The patch is not square.</exception>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        if (pair.Height != pair.Width)
            throw new InputException($"AUGMENTOR.ROT90: patches of {pair.Height} x {pair.Width} cannot be turned by 90 degrees; make DATA.PATCH_SIZE square or switch it off.");
        var turns = 1 + random.NextInt(3);
        pair.RewriteBoth((source, result, channels) => Turn(source, result, pair.Height, channels, turns));
    }

    /// <summary>Turns a square image <c>[Y, X, C]</c> counter-clockwise (NumPy's <c>rot90</c>).</summary>
    public static float[] Turn(ReadOnlySpan<float> image, int side, int channels, int quarterTurns)
    {
        SizeCheck.Images(image, image, side, side, channels);
        var result = new float[image.Length];
        Turn(image, result, side, channels, quarterTurns);
        return result;
    }

    /// <summary>Works tile by tile, because whole columns do not fit into the processor's nearest memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Turn(ReadOnlySpan<float> source, Span<float> result, int side, int channels, int quarterTurns)
    {
        // The source's pixel for (0, 0), and how far one moves there for a step along y and x.
        var (start, stepY, stepX) = (quarterTurns & 3) switch
        {
            0 => (0, side, 1),
            1 => (side - 1, -1, side),
            2 => ((side * side) - 1, -side, -1),
            _ => ((side - 1) * side, 1, -side),
        };
        fixed (float* from = source, to = result)
        {
            for (var tileY = 0; tileY < side; tileY += Tile)
            {
                for (var tileX = 0; tileX < side; tileX += Tile)
                {
                    for (var y = tileY; y < Math.Min(side, tileY + Tile); y++)
                    {
                        for (var x = tileX; x < Math.Min(side, tileX + Tile); x++)
                        {
                            var pixel = from + ((start + (y * stepY) + (x * stepX)) * channels);
                            var turned = to + (((y * side) + x) * channels);
                            for (var c = 0; c < channels; c++)
                                turned[c] = pixel[c];
                        }
                    }
                }
            }
        }
    }
}
