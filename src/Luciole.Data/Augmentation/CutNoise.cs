using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>CUTNOISE</c>: adds Gaussian noise to rectangles of the raw patch; the target stays.</summary>
public sealed class CutNoise : IAugmentation
{
    private readonly double _weakest;
    private readonly double _strongest;
    private readonly int _fewest;
    private readonly int _most;
    private readonly double _smallest;
    private readonly double _largest;

    /// <summary>Sets strength, number and size.</summary>
    /// <param name="weakest">Smallest standard deviation as a part of the patch's largest value (<c>CNOISE_SCALE</c>).</param>
    /// <param name="strongest">Largest standard deviation.</param>
    /// <param name="fewest">Fewest rectangles (<c>CNOISE_NB_ITERATIONS</c>).</param>
    /// <param name="most">The number that is no longer drawn, unless it equals the fewest.</param>
    /// <param name="smallest">Smallest side as a part of the image's (<c>CNOISE_SIZE</c>).</param>
    /// <param name="largest">Largest side.</param>
    /// <exception cref="InputException">A number is out of range.</exception>
    public CutNoise(double weakest = 0.05, double strongest = 0.1, int fewest = 1, int most = 3, double smallest = 0.2, double largest = 0.4)
    {
        RangeCheck.Range("CNOISE_SCALE", weakest, strongest, 0, 1000);
        RangeCheck.Range("CNOISE_NB_ITERATIONS", fewest, most, 0, 10_000);
        RangeCheck.Range("CNOISE_SIZE", smallest, largest, 0, 1);
        (_weakest, _strongest, _fewest, _most, _smallest, _largest) = (weakest, strongest, fewest, most, smallest, largest);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.CutNoise;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var brightest = Math.Abs(ValueRange.Of(pair.Image).Maximum);
        for (var i = random.WholeBelow(_fewest, _most); i > 0; i--)
        {
            var part = random.Uniform(_smallest, _largest);
            var region = Region.Draw(random, pair.Height, pair.Width, part, part);
            var deviation = brightest * random.Uniform(_weakest, _strongest);
            for (var y = 0; y < region.Height; y++)
            {
                foreach (ref var value in region.Row(pair.Image, y, pair.Width, pair.Image.Length / (pair.Height * pair.Width)))
                    value += (float)(deviation * random.Normal());
            }
        }
    }
}
