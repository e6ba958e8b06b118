using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Matrices;

/// <summary>Where the tiles of a product C, [M, N], go.</summary>
internal unsafe interface ITileTarget
{
    /// <summary>Whether C lies in memory row by row, so that whole tiles are summed up where they belong.</summary>
    static abstract bool InPlace { get; }

    /// <summary>Whether the product is added to what C holds. Only for targets in place.</summary>
    bool Accumulate { get; }

    /// <summary>Floats from one row of C to the next. Only for targets in place.</summary>
    nint Stride { get; }

    /// <summary>Where an element of C lies. Only for targets in place.</summary>
    float* Address(int row, int column);

    /// <summary>A tile in place is complete.</summary>
    void Finish<TLanes, TVector>(int row, int rows, int column, int columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged;

    /// <summary>
    /// Takes a tile from <paramref name="tile"/>, whose rows are <paramref name="tileStride"/> apart. <paramref name="first"/>: nothing
    /// of this product was taken for the place before; <paramref name="last"/>: nothing will be after.
    /// </summary>
    void Take<TLanes, TVector>(float* tile, int tileStride, int row, int rows, int column, int columns, bool first, bool last)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged;
}
