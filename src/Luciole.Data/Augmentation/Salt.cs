using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>SALT</c>: sets random values of the raw patch to its largest; the target stays.</summary>
public sealed class Salt : IAugmentation
{
    private readonly double _amount;

    /// <summary>Sets how many.</summary>
    /// <param name="amount">Part of the values (<c>SALT_AMOUNT</c>).</param>
    /// <exception cref="InputException">The part is outside 0 to 1.</exception>
    public Salt(double amount = 0.05)
    {
        RangeCheck.Number("SALT_AMOUNT", amount, 0, 1);
        _amount = amount;
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Salt;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var largest = ValueRange.Of(pair.Image).Maximum;
        foreach (var i in new BernoulliIndices(pair.Image.Length, _amount, random))
            pair.Image[i] = largest;
    }
}
