using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary>One random change of a training patch and its target.</summary>
public interface IAugmentation
{
    /// <summary>Which change, and so its place in the order.</summary>
    AugmentationStep Step { get; }

    /// <summary>Changes the pair, drawing all that is random from <paramref name="random"/>.</summary>
    void Apply(AugmentedPair pair, SampleRandom random);
}
