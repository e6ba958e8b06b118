using Luciole.Data.Discovery;
using Luciole.Data.Splitting;
using Luciole.Files;

namespace Luciole.Data.Tests.Splitting;

public sealed class SplittingTests
{
    // Figures of NumPy 1.24: RandomState(seed).permutation(count).
    [Theory]
    [InlineData(0, new[] { 2, 8, 4, 9, 1, 6, 7, 3, 0, 5 })]
    [InlineData(42, new[] { 8, 1, 5, 0, 7, 2, 9, 4, 3, 6 })]
    [InlineData(4294967295, new[] { 11, 8, 5, 9, 1, 10, 6, 0, 4, 7, 2, 3 })]
    public void Permutations_are_numpys(uint seed, int[] expected)
    {
        Assert.Equal(expected, new NumpyRandomState(seed).Permutation(expected.Length));
    }

    [Fact]
    public void Long_permutations_are_numpys()
    {
        var permutation = new NumpyRandomState(1234).Permutation(1000);
        Assert.Equal([681, 990, 155, 768, 438], permutation[..5]);
        Assert.Equal(797, permutation[500]);
        Assert.Equal([204, 53, 294, 723, 815], permutation[^5..]);
        Assert.Equal(Enumerable.Range(0, 1000), permutation.Order());
    }

    [Fact]
    public void The_generator_is_the_mersenne_twister()
    {
        // First outputs for the seed of the authors' reference program.
        var random = new NumpyRandomState(5489);
        Assert.Equal([3499211612, 581869302, 3890346734, 3586334585, 545404204], Enumerable.Range(0, 5).Select(_ => random.NextUInt32()));
    }

    [Fact]
    public void A_fraction_is_rounded_up_and_taken_from_the_front_of_the_permutation()
    {
        Assert.Equal([1, 5, 8], TrainValidationSplit.IndicesByFraction(10, 0.25, shuffle: true, 42));
        Assert.Equal([7, 8, 9], TrainValidationSplit.IndicesByFraction(10, 0.25, shuffle: false, 42));
        Assert.Equal([2], TrainValidationSplit.IndicesByFraction(10, 0.1, shuffle: true, 0));
    }

    [Fact]
    public void Folds_are_scikit_learns()
    {
        Assert.Equal([0, 1, 2, 3], TrainValidationSplit.IndicesByFold(10, 3, 1, shuffle: false, 3));
        Assert.Equal([7, 8, 9], TrainValidationSplit.IndicesByFold(10, 3, 3, shuffle: false, 3));
        // StratifiedKFold shuffles the labels 0000111222, which NumPy's RandomState(3) turns into 1100212002.
        Assert.Equal([2, 3, 7, 8], TrainValidationSplit.IndicesByFold(10, 3, 1, shuffle: true, 3));
        Assert.Equal([0, 1, 5], TrainValidationSplit.IndicesByFold(10, 3, 2, shuffle: true, 3));
        Assert.Equal([4, 6, 9], TrainValidationSplit.IndicesByFold(10, 3, 3, shuffle: true, 3));
    }

    [Fact]
    public void Planes_of_one_field_never_stand_on_both_sides()
    {
        var samples = Enumerable.Range(0, 100).Select(i => new Sample($"raw{i}", $"target{i / 5}", $"field{i / 5}")).ToList();
        foreach (var split in new[] { TrainValidationSplit.ByFraction(samples, 0.1, shuffle: true, 7), TrainValidationSplit.ByFold(samples, 4, 2, shuffle: true, 7) })
        {
            Assert.Empty(split.Training.Select(s => s.Unit).Intersect(split.Validation.Select(s => s.Unit)));
            Assert.Equal(100, split.Training.Count + split.Validation.Count);
            Assert.Equal(0, split.Validation.Count % 5);
        }

        Assert.Equal(10, TrainValidationSplit.ByFraction(samples, 0.1, shuffle: true, 7).Validation.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(0.95)]
    [InlineData(double.NaN)]
    public void Fractions_that_leave_nothing_are_refused(double fraction)
    {
        Assert.Contains("SPLIT_TRAIN", Assert.Throws<InputException>(() => TrainValidationSplit.IndicesByFraction(10, fraction, shuffle: true, 0)).Message);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(11, 1)]
    [InlineData(5, 0)]
    [InlineData(5, 6)]
    public void Impossible_folds_are_refused(int folds, int fold)
    {
        Assert.Contains("CROSS_VAL", Assert.Throws<InputException>(() => TrainValidationSplit.IndicesByFold(10, folds, fold, shuffle: true, 0)).Message);
    }
}
