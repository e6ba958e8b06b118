using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Matrices;

/// <summary>A product that is stored by rows.</summary>
/// <param name="address">The first element.</param>
/// <param name="stride">Floats from one row to the next.</param>
/// <param name="accumulate">Whether the product is added to what is there.</param>
/// <param name="epilogue">What happens to the sums.</param>
internal readonly unsafe struct MatrixTarget(float* address, nint stride, bool accumulate, ProductEpilogue epilogue) : ITileTarget
{
    /// <inheritdoc/>
    public static bool InPlace => true;

    /// <inheritdoc/>
    public bool Accumulate => accumulate;

    /// <inheritdoc/>
    public nint Stride => stride;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Address(int row, int column) => address + (row * stride) + column;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish<TLanes, TVector>(int row, int rows, int column, int columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        if (!epilogue.IsNothing)
            Apply<TLanes, TVector>(row, rows, column, columns);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take<TLanes, TVector>(float* tile, int tileStride, int row, int rows, int column, int columns, bool first, bool last)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var add = accumulate || !first;
        for (var r = 0; r < rows; r++)
        {
            var to = Address(row + r, column);
            var from = tile + (r * tileStride);
            for (var c = 0; c < columns; c++)
                to[c] = add ? to[c] + from[c] : from[c];
        }

        if (last)
            Finish<TLanes, TVector>(row, rows, column, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Apply<TLanes, TVector>(int row, int rows, int column, int columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        for (var r = 0; r < rows; r++)
        {
            var at = ((row + r) * stride) + column;
            for (var c = 0; c < columns; c += TLanes.Count)
            {
                var count = Math.Min(TLanes.Count, columns - c);
                var x = Lane<TLanes, TVector>.Load(address + at + c, count);
                if (epilogue.Bias != null)
                    x = TLanes.Add(x, Lane<TLanes, TVector>.Load(epilogue.Bias + column + c, count));
                if (epilogue.Gelu)
                {
                    var distribution = ErrorFunction.NormalDistribution<TLanes, TVector>(x);
                    if (epilogue.GeluDerivative != null)
                        Lane<TLanes, TVector>.Store(epilogue.GeluDerivative + at + c, ErrorFunction.GeluDerivative<TLanes, TVector>(x, distribution), count);
                    x = TLanes.Multiply(x, distribution);
                }

                if (epilogue.Factor != null)
                    x = TLanes.Multiply(x, Lane<TLanes, TVector>.Load(epilogue.Factor + at + c, count));
                if (epilogue.Residual != null)
                    x = TLanes.Add(x, Lane<TLanes, TVector>.Load(epilogue.Residual + at + c, count));
                Lane<TLanes, TVector>.Store(address + at + c, x, count);
            }
        }
    }
}
