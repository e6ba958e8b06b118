namespace Luciole.Evaluation.Tests;

public sealed class ConfidenceRankingTests
{
    [Fact]
    public void Errors_are_sorted_by_confidence()
    {
        // Truth and prediction are permutations of each other, so standardising them changes both alike.
        double[] truth = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        var prediction = (double[])truth.Clone();
        (prediction[0], prediction[9]) = (9, 0);
        var deviation = Math.Sqrt(399.0 / 12);
        double[] confidence = [.. Enumerable.Range(0, 20).Select(i => i is 0 or 9 ? 0.1 : 0.5 + (0.01 * i))];
        var ranking = ConfidenceRanking.Of(prediction, truth, confidence);
        Assert.Equal(0, ranking.ConfidentHalf, 1e-12);
        Assert.Equal(2 * 9 / deviation / 10, ranking.OtherHalf, 1e-12);
        Assert.Equal(9 / deviation, ranking.Tenths[0], 1e-12);
        Assert.All(ranking.Tenths.Skip(1), error => Assert.Equal(0, error, 1e-12));
    }

    [Fact]
    public void Scale_and_offset_of_the_prediction_do_not_count()
    {
        var random = new Random(1);
        double[] truth = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())];
        double[] confidence = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())];
        var ranking = ConfidenceRanking.Of([.. truth.Select(v => (7 * v) - 3)], truth, confidence);
        Assert.Equal(0, ranking.OtherHalf, 1e-9);
    }

    [Fact]
    public void Different_sizes_or_too_few_pixels_are_a_mistake()
    {
        Assert.Throws<ArgumentException>(() => ConfidenceRanking.Of(new double[10], new double[10], new double[11]));
        Assert.Throws<ArgumentException>(() => ConfidenceRanking.Of(new double[9], new double[9], new double[9]));
    }
}
