using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>SALT_AND_PEPPER</c>: sets random values of the raw patch to its largest or smallest; the target stays.</summary>
public sealed class SaltAndPepper : IAugmentation
{
    private readonly double _amount;
    private readonly double _salt;

    /// <summary>Sets how many.</summary>
    /// <param name="amount">Part of the values that change (<c>SALT_AND_PEPPER_AMOUNT</c>).</param>
    /// <param name="salt">Part of those that become the largest (<c>SALT_AND_PEPPER_PROP</c>).</param>
    /// <exception cref="InputException">A part is outside 0 to 1.</exception>
    public SaltAndPepper(double amount = 0.05, double salt = 0.5)
    {
        RangeCheck.Number("SALT_AND_PEPPER_AMOUNT", amount, 0, 1);
        RangeCheck.Number("SALT_AND_PEPPER_PROP", salt, 0, 1);
        (_amount, _salt) = (amount, salt);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.SaltAndPepper;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var (smallest, largest) = ValueRange.Of(pair.Image);
        foreach (var i in new BernoulliIndices(pair.Image.Length, _amount, random))
            pair.Image[i] = random.Chance(_salt) ? largest : smallest;
    }
}
