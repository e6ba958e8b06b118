using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>PEPPER</c>: sets random values of the raw patch to its smallest; the target stays.</summary>
public sealed class Pepper : IAugmentation
{
    private readonly double _amount;

    /// <summary>Sets how many.</summary>
    /// <param name="amount">Part of the values (<c>PEPPER_AMOUNT</c>).</param>
    /// <exception cref="InputException">The part is outside 0 to 1.</exception>
    public Pepper(double amount = 0.05)
    {
        RangeCheck.Number("PEPPER_AMOUNT", amount, 0, 1);
        _amount = amount;
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Pepper;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var smallest = ValueRange.Of(pair.Image).Minimum;
        foreach (var i in new BernoulliIndices(pair.Image.Length, _amount, random))
            pair.Image[i] = smallest;
    }
}
