using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Normalization;

/// <summary>
/// Count, mean and sum of squared distances from it, in double precision, joined from parts (Chan, Golub and LeVeque, "Algorithms for
/// Computing the Sample Variance"). The parts fit into a core's cache, so that both their passes cost one from memory.
/// </summary>
internal struct Moments
{
    private const int PartFloats = 8192;

    /// <summary>Values seen.</summary>
    public double Count;

    /// <summary>Their mean.</summary>
    public double Mean;

    /// <summary>Sum of squared distances from the mean.</summary>
    public double Squares;

    /// <summary>Takes in <paramref name="count"/> values.</summary>
    public unsafe void Add<TLanes, TVector>(float* values, long count)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        for (var first = 0L; first < count; first += PartFloats)
            Join(OfPart<TLanes, TVector>(values + first, (int)Math.Min(PartFloats, count - first)));
    }

    private void Join(Moments other)
    {
        var count = Count + other.Count;
        var distance = other.Mean - Mean;
        Mean += distance * other.Count / count;
        Squares += other.Squares + (distance * distance * Count * other.Count / count);
        Count = count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe Moments OfPart<TLanes, TVector>(float* values, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var step = 4 * TLanes.Count;
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        var i = 0;
        for (; i <= count - step; i += step)
        {
            s0 = TLanes.Add(s0, TLanes.Load(values + i));
            s1 = TLanes.Add(s1, TLanes.Load(values + i + TLanes.Count));
            s2 = TLanes.Add(s2, TLanes.Load(values + i + (2 * TLanes.Count)));
            s3 = TLanes.Add(s3, TLanes.Load(values + i + (3 * TLanes.Count)));
        }

        double sum = TLanes.Sum(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3)));
        for (; i < count; i++)
            sum += values[i];

        // Distances from a rounded mean; their own sum corrects it.
        var about = (float)(sum / count);
        var middle = TLanes.Broadcast(about);
        TVector d0 = TLanes.Zero, d1 = TLanes.Zero, q0 = TLanes.Zero, q1 = TLanes.Zero;
        for (i = 0; i <= count - (2 * TLanes.Count); i += 2 * TLanes.Count)
        {
            var a = TLanes.Subtract(TLanes.Load(values + i), middle);
            var b = TLanes.Subtract(TLanes.Load(values + i + TLanes.Count), middle);
            d0 = TLanes.Add(d0, a);
            d1 = TLanes.Add(d1, b);
            q0 = TLanes.MultiplyAdd(a, a, q0);
            q1 = TLanes.MultiplyAdd(b, b, q1);
        }

        double distances = TLanes.Sum(TLanes.Add(d0, d1));
        double squares = TLanes.Sum(TLanes.Add(q0, q1));
        for (; i < count; i++)
        {
            double distance = values[i] - about;
            distances += distance;
            squares += distance * distance;
        }

        return new Moments { Count = count, Mean = about + (distances / count), Squares = squares - (distances * distances / count) };
    }
}
