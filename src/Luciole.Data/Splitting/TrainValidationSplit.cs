using Luciole.Data.Discovery;
using Luciole.Files;

namespace Luciole.Data.Splitting;

/// <summary>
/// Which samples train and which validate. Indices equal those of scikit-learn's <c>train_test_split</c> and
/// <c>StratifiedKFold</c> (with one class); both lists are sorted. Whole units are split, so planes of one field of view never
/// stand on both sides.
/// </summary>
/// <param name="Training">Samples to train on.</param>
/// <param name="Validation">Samples to validate on.</param>
public sealed record TrainValidationSplit(IReadOnlyList<Sample> Training, IReadOnlyList<Sample> Validation)
{
    /// <summary><c>DATA.VAL.FROM_TRAIN</c>: a fraction of the units validates.</summary>
    /// <param name="samples">The samples in their order.</param>
    /// <param name="fraction"><c>DATA.VAL.SPLIT_TRAIN</c>, between 0 and 1.</param>
    /// <param name="shuffle"><c>DATA.VAL.RANDOM</c>; without, the last units validate.</param>
    /// <param name="seed"><c>SYSTEM.SEED</c>.</param>
    /// <exception cref="InputException">The fraction leaves nothing to train on or nothing to validate on.</exception>
    public static TrainValidationSplit ByFraction(IReadOnlyList<Sample> samples, double fraction, bool shuffle, uint seed)
    {
        var units = Units(samples);
        return Of(samples, units, IndicesByFraction(units.Count, fraction, shuffle, seed));
    }

    /// <summary><c>DATA.VAL.CROSS_VAL</c>: one of several folds of the units validates.</summary>
    /// <param name="samples">The samples in their order.</param>
    /// <param name="folds"><c>DATA.VAL.CROSS_VAL_NFOLD</c>, at least 2.</param>
    /// <param name="fold"><c>DATA.VAL.CROSS_VAL_FOLD</c>, from 1 on.</param>
    /// <param name="shuffle"><c>DATA.VAL.RANDOM</c>.</param>
    /// <param name="seed"><c>SYSTEM.SEED</c>.</param>
    /// <exception cref="InputException">There are fewer units than folds, or there is no such fold.</exception>
    public static TrainValidationSplit ByFold(IReadOnlyList<Sample> samples, int folds, int fold, bool shuffle, uint seed)
    {
        var units = Units(samples);
        return Of(samples, units, IndicesByFold(units.Count, folds, fold, shuffle, seed));
    }

    /// <summary>The sorted indices of the validation items of <c>train_test_split</c>.</summary>
    public static int[] IndicesByFraction(int count, double fraction, bool shuffle, uint seed)
    {
        if (!(fraction is > 0 and < 1))
            throw new InputException($"DATA.VAL.SPLIT_TRAIN: {fraction} is not a fraction between 0 and 1; give for instance 0.1.");
        var validating = (int)Math.Ceiling(fraction * count);
        if (validating >= count)
            throw new InputException($"DATA.VAL.SPLIT_TRAIN: {fraction} of {count} items leaves nothing to train on; reduce it or add images.");
        var order = shuffle ? new NumpyRandomState(seed).Permutation(count)[..validating] : [.. Enumerable.Range(count - validating, validating)];
        Array.Sort(order);
        return order;
    }

    /// <summary>The sorted indices of the validation items of fold <paramref name="fold"/> (from 1 on).</summary>
    public static int[] IndicesByFold(int count, int folds, int fold, bool shuffle, uint seed)
    {
        if (folds < 2 || folds > count)
            throw new InputException($"DATA.VAL.CROSS_VAL_NFOLD: {count} items cannot be divided into {folds} folds; give 2 to {count}.");
        if (fold < 1 || fold > folds)
            throw new InputException($"DATA.VAL.CROSS_VAL_FOLD: there is no fold {fold} of {folds}; folds count from 1.");
        var foldOf = Enumerable.Range(0, folds).SelectMany(f => Enumerable.Repeat(f, (count / folds) + (f < count % folds ? 1 : 0))).ToArray();
        if (shuffle)
            new NumpyRandomState(seed).Shuffle(foldOf);
        return [.. Enumerable.Range(0, count).Where(i => foldOf[i] == fold - 1)];
    }

    private static List<string> Units(IReadOnlyList<Sample> samples) => [.. samples.Select(sample => sample.Unit).Distinct(StringComparer.Ordinal)];

    private static TrainValidationSplit Of(IReadOnlyList<Sample> samples, List<string> units, int[] validating)
    {
        var validation = validating.Select(i => units[i]).ToHashSet(StringComparer.Ordinal);
        return new TrainValidationSplit(
            [.. samples.Where(sample => !validation.Contains(sample.Unit))], [.. samples.Where(sample => validation.Contains(sample.Unit))]);
    }
}
