namespace Luciole.Metrics;

/// <summary>Figures that compare two images sample by sample, summed in double precision.</summary>
public static class ImageMetrics
{
    /// <summary>Mean of |prediction - target|.</summary>
    public static double MeanAbsoluteError(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target)
    {
        RequireSameLength(prediction, target);
        double sum = 0;
        for (var i = 0; i < prediction.Length; i++)
            sum += Math.Abs((double)prediction[i] - target[i]);
        return sum / prediction.Length;
    }

    /// <summary>Mean of (prediction - target)².</summary>
    public static double MeanSquaredError(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target)
    {
        RequireSameLength(prediction, target);
        double sum = 0;
        for (var i = 0; i < prediction.Length; i++)
            sum += ((double)prediction[i] - target[i]) * ((double)prediction[i] - target[i]);
        return sum / prediction.Length;
    }

    /// <summary>Peak signal-to-noise ratio in decibel, <c>10 log10(range² / MSE)</c>; infinite for equal images.</summary>
    public static double PeakSignalToNoise(double meanSquaredError, double range) => 10 * Math.Log10(range * range / meanSquaredError);

    /// <summary>
    /// Pearson's correlation of all samples, between -1 and 1; not a number when one image is constant.
    /// </summary>
    public static double PearsonCorrelation(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target)
    {
        RequireSameLength(prediction, target);
        double meanP = Mean(prediction), meanT = Mean(target);
        double pp = 0, tt = 0, pt = 0;
        for (var i = 0; i < prediction.Length; i++)
        {
            double p = prediction[i] - meanP, t = target[i] - meanT;
            pp += p * p;
            tt += t * t;
            pt += p * t;
        }

        return Math.Clamp(pt / Math.Sqrt(pp) / Math.Sqrt(tt), -1, 1);
    }

    /// <summary>Largest minus smallest sample.</summary>
    public static double Range(ReadOnlySpan<float> values)
    {
        var (minimum, maximum) = Extremes(values);
        return (double)maximum - minimum;
    }

    internal static (float Minimum, float Maximum) Extremes(ReadOnlySpan<float> values)
    {
        float minimum = float.PositiveInfinity, maximum = float.NegativeInfinity;
        foreach (var value in values)
        {
            minimum = MathF.Min(minimum, value);
            maximum = MathF.Max(maximum, value);
        }

        return (minimum, maximum);
    }

    internal static void RequireSameLength(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target)
    {
        if (prediction.Length != target.Length || prediction.IsEmpty)
            throw new ArgumentException($"A prediction of {prediction.Length} samples cannot be compared with a target of {target.Length}.", nameof(prediction));
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }
}
