namespace Luciole.Evaluation;

/// <summary>Whether a confidence map tells where a prediction is wrong: the errors where it is most and least confident.</summary>
/// <param name="ConfidentHalf">Mean absolute error of the half of the pixels with the highest confidence.</param>
/// <param name="OtherHalf">That of the other half.</param>
/// <param name="Tenths">That of each tenth of the pixels, from the least confident on.</param>
public sealed record ConfidenceRanking(double ConfidentHalf, double OtherHalf, IReadOnlyList<double> Tenths)
{
    private const int Parts = 10;

    /// <summary>Ranks the pixels of one image; prediction and truth are compared at zero mean and unit variance.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="truth">The truth, as long.</param>
    /// <param name="confidence">The confidence at each pixel, as long.</param>
    public static ConfidenceRanking Of(ReadOnlySpan<double> prediction, ReadOnlySpan<double> truth, ReadOnlySpan<double> confidence)
    {
        if (prediction.Length != truth.Length || prediction.Length != confidence.Length || prediction.Length < Parts)
            throw new ArgumentException($"{prediction.Length}, {truth.Length} and {confidence.Length} pixels; equally many, at least {Parts}, are needed.", nameof(prediction));
        var (predicted, expected) = (Standardised(prediction), Standardised(truth));
        var errors = new double[predicted.Length];
        for (var i = 0; i < errors.Length; i++)
            errors[i] = Math.Abs(predicted[i] - expected[i]);
        Array.Sort(confidence.ToArray(), errors);
        double Mean(int from, int to) => errors.AsSpan(from, to - from).ToArray().Average();
        var half = errors.Length / 2;
        return new ConfidenceRanking(
            Mean(half, errors.Length),
            Mean(0, half),
            [.. Enumerable.Range(0, Parts).Select(part => Mean((int)((long)part * errors.Length / Parts), (int)((long)(part + 1) * errors.Length / Parts)))]);
    }

    private static double[] Standardised(ReadOnlySpan<double> values)
    {
        var result = values.ToArray();
        var mean = result.Average();
        var deviation = Math.Sqrt(result.Average(v => (v - mean) * (v - mean)));
        for (var i = 0; i < result.Length; i++)
            result[i] = deviation > 0 ? (result[i] - mean) / deviation : 0;
        return result;
    }
}
