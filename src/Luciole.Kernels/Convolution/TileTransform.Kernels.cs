using System.Runtime.CompilerServices;
using Luciole.Kernels.Fourier;
using Luciole.Kernels.Layout;

namespace Luciole.Kernels.Convolution;

/// <content>Kernels and their gradients.</content>
internal sealed unsafe partial class TileTransform<TLanes, TVector, TFirst, TSecond>
{
    /// <inheritdoc/>
    public void ClearForKernels(float* scratch, int kernel) => new Span<float>(scratch + (kernel * RowStep), (T - kernel) * RowStep).Clear();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Kernels(
        float* first, nint laneStep, int lanes, nint secondStep, bool isPair, int kernel, bool isFlipped, float* spectra, nint frequencyStep, float* scratch)
    {
        var pass = scratch + (T * RowStep);
        var row = pass + (T * Point);
        var taps = row + (2 * T * Point);
        LoadTaps(first, laneStep, lanes, kernel, taps);
        if (isPair)
            LoadTaps(first + secondStep, laneStep, lanes, kernel, taps + TLanes.Count);
        else
            ClearHalf(taps + TLanes.Count, 0, kernel * kernel);
        new Span<float>(row, T * Point).Clear();
        for (var y = 0; y < kernel; y++)
        {
            for (var x = 0; x < kernel; x++)
            {
                var tap = taps + ((isFlipped ? (((kernel - 1 - y) * kernel) + kernel - 1 - x) : (y * kernel) + x) * Point);
                TLanes.Store(row + (x * Point), TLanes.Load(tap));
                TLanes.Store(row + (x * Point) + TLanes.Count, TLanes.Load(tap + TLanes.Count));
            }

            Transform<TLanes, TVector, TFirst, TSecond>.RunShort(kernel, row, Point, 0, TLanes.Count, scratch + (y * RowStep), Point, 0, TLanes.Count, pass, _twiddles);
        }

        var column = row;
        var mirrored = row + (T * Point);
        var half = TLanes.Broadcast(0.5f / (T * T));
        for (var v = 0; v <= T / 2; v++)
        {
            Prefetch(spectra + (v * T * frequencyStep), frequencyStep, isPair ? Point : 0);
            Transform<TLanes, TVector, TFirst, TSecond>.RunShort(kernel, scratch + (v * Point), RowStep, 0, TLanes.Count, column, Point, 0, TLanes.Count, pass, _twiddles);
            Transform<TLanes, TVector, TFirst, TSecond>.RunShort(
                kernel, scratch + ((T - v) % T * Point), RowStep, TLanes.Count, 0, mirrored, Point, 0, TLanes.Count, pass, _twiddles);
            for (var u = 0; u < T; u++)
            {
                // Z = A + i B for real kernels a, b, and S = i conj(Z(-f)) = i A + B where A, B are Hermitian.
                var zr = TLanes.Load(column + (u * Point));
                var zi = TLanes.Load(column + (u * Point) + TLanes.Count);
                var sr = TLanes.Load(mirrored + (u * Point));
                var si = TLanes.Load(mirrored + (u * Point) + TLanes.Count);
                var target = spectra + (((v * T) + u) * frequencyStep);
                TLanes.Store(target, TLanes.Multiply(half, TLanes.Add(zr, si)));
                TLanes.Store(target + TLanes.Count, TLanes.Multiply(half, TLanes.Subtract(sr, zi)));
                if (!isPair)
                    continue;
                TLanes.Store(target + Point, TLanes.Multiply(half, TLanes.Add(zi, sr)));
                TLanes.Store(target + Point + TLanes.Count, TLanes.Multiply(half, TLanes.Subtract(zr, si)));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void KernelGradients(
        float* spectra, nint frequencyStep, int kernel, float* first, nint laneStep, int lanes, nint secondStep, bool isPair, float* scratch)
    {
        var pass = scratch + (T * RowStep);
        var column = pass + (T * Point);
        var mirrored = column + (T * Point);
        for (var v = 0; v <= T / 2; v++)
        {
            var isSelfMirrored = v == 0 || v == T / 2;
            for (var u = 0; u < T; u++)
            {
                var at = spectra + (((v * T) + u) * frequencyStep);
                LoadHermitian(at, 0, isSelfMirrored ? at + ((((T - u) % T) - u) * frequencyStep) : null, out var ar, out var ai);
                var (br, bi) = (TLanes.Zero, TLanes.Zero);
                if (isPair)
                    LoadHermitian(at, Point, isSelfMirrored ? at + ((((T - u) % T) - u) * frequencyStep) : null, out br, out bi);
                TLanes.Store(column + (u * Point), TLanes.Subtract(ar, bi));
                TLanes.Store(column + (u * Point) + TLanes.Count, TLanes.Add(ai, br));
                TLanes.Store(mirrored + (u * Point), TLanes.Subtract(br, ai));
                TLanes.Store(mirrored + (u * Point) + TLanes.Count, TLanes.Add(ar, bi));
            }

            Transform<TLanes, TVector, TFirst, TSecond>.Run(column, Point, TLanes.Count, 0, scratch + (v * Point), RowStep, 0, TLanes.Count, pass, _twiddles);
            if (!isSelfMirrored)
                Transform<TLanes, TVector, TFirst, TSecond>.Run(mirrored, Point, TLanes.Count, 0, scratch + ((T - v) * Point), RowStep, TLanes.Count, 0, pass, _twiddles);
        }

        // The taps overwrite rows of the tile that no tap comes from.
        var taps = scratch + (kernel * RowStep);
        var scale = TLanes.Broadcast(0.5f / (T * T));
        for (var y = 0; y < kernel; y++)
        {
            Transform<TLanes, TVector, TFirst, TSecond>.Run(scratch + (y * RowStep), Point, 0, TLanes.Count, column, Point, TLanes.Count, 0, pass, _twiddles);
            for (var x = 0; x < kernel; x++)
            {
                var tap = taps + ((((kernel - 1 - y) * kernel) + kernel - 1 - x) * Point);
                TLanes.Store(tap, TLanes.Multiply(scale, TLanes.Load(column + (x * Point))));
                TLanes.Store(tap + TLanes.Count, TLanes.Multiply(scale, TLanes.Load(column + (x * Point) + TLanes.Count)));
            }
        }

        StoreTaps(taps, kernel, first, laneStep, lanes);
        if (isPair)
            StoreTaps(taps + TLanes.Count, kernel, first + secondStep, laneStep, lanes);
    }

    // A sum over both rows is twice the Hermitian part; where there is one row, the mirrored frequency completes it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadHermitian(float* at, int offset, float* mirror, out TVector real, out TVector imaginary)
    {
        real = TLanes.Load(at + offset);
        imaginary = TLanes.Load(at + offset + TLanes.Count);
        if (mirror == null)
            return;
        real = TLanes.Add(real, TLanes.Load(mirror + offset));
        imaginary = TLanes.Subtract(imaginary, TLanes.Load(mirror + offset + TLanes.Count));
    }

    private static void LoadTaps(float* first, nint laneStep, int lanes, int kernel, float* half)
    {
        var rows = stackalloc float*[TLanes.Count];
        for (var lane = 0; lane < TLanes.Count; lane++)
            rows[lane] = first + (Math.Min(lane, lanes - 1) * laneStep);
        LaneTransposition<TLanes, TVector>.Gather(rows, kernel * kernel, half, Point);
        if (lanes < TLanes.Count)
            ClearLanes(half, lanes, 0, kernel * kernel);
    }

    private static void StoreTaps(float* half, int kernel, float* first, nint laneStep, int lanes)
    {
        var rows = stackalloc float*[TLanes.Count];
        for (var lane = 0; lane < lanes; lane++)
            rows[lane] = first + (lane * laneStep);
        LaneTransposition<TLanes, TVector>.Scatter(half, Point, kernel * kernel, rows, lanes);
    }
}
