using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary>All augmentations that are switched on, in the order of <see cref="AugmentationStep"/>, each tried by itself.</summary>
public sealed class AugmentationPipeline
{
    private readonly IAugmentation[] _steps;
    private readonly double _probability;

    /// <summary>Puts augmentations in order.</summary>
    /// <param name="augmentations">What is switched on.</param>
    /// <param name="probability"><c>AUGMENTOR.DA_PROB</c>: how often each is applied.</param>
    public AugmentationPipeline(IEnumerable<IAugmentation> augmentations, double probability)
    {
        _steps = [.. augmentations.OrderBy(a => a.Step)];
        _probability = probability;
    }

    /// <summary>Augments one pair. The stream should be named by seed, epoch and sample.</summary>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        foreach (var step in _steps)
        {
            if (random.Chance(_probability))
                step.Apply(pair, random);
        }
    }
}
