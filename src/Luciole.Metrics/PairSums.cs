using System.Numerics;
using System.Runtime.CompilerServices;

namespace Luciole.Metrics;

/// <summary>The sums over all pixels of two scaled images that the challenge's figures are made of.</summary>
internal sealed class PairSums(ImageScale prediction, ImageScale groundTruth)
{
    private readonly double _meanP = prediction.Of(prediction.Mean);
    private readonly double _meanG = groundTruth.Of(groundTruth.Mean);
    private Vectors _vectors;
    private Vectors _rest;

    /// <summary>Sum of |g - p|.</summary>
    public double Absolute => Vector.Sum(_vectors.Absolute) + _rest.Absolute[0];

    /// <summary>Sum of (g - p)².</summary>
    public double Squared => Vector.Sum(_vectors.Squared) + _rest.Squared[0];

    /// <summary>Pearson's correlation; 0 where an image is constant.</summary>
    public double Correlation
    {
        get
        {
            // The mean of a constant image may be off by a rounding error, which would correlate with anything.
            if (prediction.Minimum == prediction.Maximum || groundTruth.Minimum == groundTruth.Maximum)
                return 0;
            var correlation = Sum(_vectors.CenteredPG, _rest.CenteredPG)
                / Math.Sqrt(Sum(_vectors.CenteredPP, _rest.CenteredPP)) / Math.Sqrt(Sum(_vectors.CenteredGG, _rest.CenteredGG));
            return double.IsNaN(correlation) ? 0 : Math.Clamp(correlation, -1, 1);
        }
    }

    /// <summary>|1 - cosine similarity|; an image that is zero everywhere is similar to none.</summary>
    public double CosineDistance
    {
        get
        {
            double pp = Sum(_vectors.PP, _rest.PP), gg = Sum(_vectors.GG, _rest.GG);
            var similarity = pp == 0 || gg == 0 ? 0 : Sum(_vectors.PG, _rest.PG) / Math.Sqrt(pp) / Math.Sqrt(gg);
            return Math.Clamp(Math.Abs(1 - similarity), 0, 2);
        }
    }

    /// <summary>Takes in a row, and leaves it scaled in <paramref name="scaledP"/> and <paramref name="scaledG"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> p, ReadOnlySpan<double> g, Span<double> scaledP, Span<double> scaledG)
    {
        var (meanP, meanG) = (new Vector<double>(_meanP), new Vector<double>(_meanG));
        var sums = _vectors;
        var x = 0;
        for (; x <= p.Length - Vector<double>.Count; x += Vector<double>.Count)
        {
            var (vp, vg) = (prediction.Of(new Vector<double>(p[x..])), groundTruth.Of(new Vector<double>(g[x..])));
            vp.CopyTo(scaledP[x..]);
            vg.CopyTo(scaledG[x..]);
            sums.Add(vp, vg, meanP, meanG);
        }

        _vectors = sums;
        for (; x < p.Length; x++)
        {
            scaledP[x] = prediction.Of(p[x]);
            scaledG[x] = groundTruth.Of(g[x]);
            _rest.Add(new Vector<double>(scaledP[x]), new Vector<double>(scaledG[x]), meanP, meanG);
        }
    }

    private static double Sum(Vector<double> vectors, Vector<double> rest) => Vector.Sum(vectors) + rest[0];

    private struct Vectors
    {
        public Vector<double> Absolute;
        public Vector<double> Squared;
        public Vector<double> PP;
        public Vector<double> GG;
        public Vector<double> PG;
        public Vector<double> CenteredPP;
        public Vector<double> CenteredGG;
        public Vector<double> CenteredPG;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector<double> p, Vector<double> g, Vector<double> meanP, Vector<double> meanG)
        {
            var difference = g - p;
            Absolute += Vector.Abs(difference);
            Squared += difference * difference;
            PP += p * p;
            GG += g * g;
            PG += p * g;
            var (centeredP, centeredG) = (p - meanP, g - meanG);
            CenteredPP += centeredP * centeredP;
            CenteredGG += centeredG * centeredG;
            CenteredPG += centeredP * centeredG;
        }
    }
}
