using System.Numerics;

namespace Luciole.Metrics;

/// <summary>Figures that compare two images sample by sample, summed in double precision.</summary>
public static class ImageMetrics
{
    /// <summary>Mean of |prediction - target|.</summary>
    public static double MeanAbsoluteError(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target) =>
        MeanErrors(prediction, target, IntensityMap.Identity, IntensityMap.Identity).Absolute;

    /// <summary>Mean of (prediction - target)².</summary>
    public static double MeanSquaredError(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target) =>
        MeanErrors(prediction, target, IntensityMap.Identity, IntensityMap.Identity).Squared;

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

    /// <summary>Smallest and largest sample; not numbers when a sample is not.</summary>
    internal static (float Minimum, float Maximum) Extremes(ReadOnlySpan<float> values)
    {
        var (lows, highs) = (new Vector<float>(float.PositiveInfinity), new Vector<float>(float.NegativeInfinity));
        var (minimum, maximum) = (float.PositiveInfinity, float.NegativeInfinity);
        var done = 0;
        for (; done <= values.Length - Vector<float>.Count; done += Vector<float>.Count)
        {
            var block = new Vector<float>(values[done..]);
            lows = Vector.Min(lows, block);
            highs = Vector.Max(highs, block);
        }

        for (var lane = 0; lane < Vector<float>.Count; lane++)
            (minimum, maximum) = (MathF.Min(minimum, lows[lane]), MathF.Max(maximum, highs[lane]));
        for (; done < values.Length; done++)
            (minimum, maximum) = (MathF.Min(minimum, values[done]), MathF.Max(maximum, values[done]));
        return (minimum, maximum);
    }

    /// <summary>Both mean errors of mapped intensities, in one pass.</summary>
    internal static (double Absolute, double Squared) MeanErrors(
        ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, IntensityMap mapP, IntensityMap mapT)
    {
        RequireSameLength(prediction, target);
        Vector<double> absolute = default, squared = default;
        void Add(Vector<double> p, Vector<double> t)
        {
            var difference = mapP.Of(p) - mapT.Of(t);
            absolute += Vector.Abs(difference);
            squared += difference * difference;
        }

        var done = 0;
        for (; done <= prediction.Length - Vector<float>.Count; done += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(prediction[done..]), out var lowerP, out var upperP);
            Vector.Widen(new Vector<float>(target[done..]), out var lowerT, out var upperT);
            Add(lowerP, lowerT);
            Add(upperP, upperT);
        }

        var (sumAbsolute, sumSquared) = (Vector.Sum(absolute), Vector.Sum(squared));
        (absolute, squared) = (default, default);
        for (; done < prediction.Length; done++)
            Add(new Vector<double>(prediction[done]), new Vector<double>(target[done]));
        return ((sumAbsolute + absolute[0]) / prediction.Length, (sumSquared + squared[0]) / prediction.Length);
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
