using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Matrices;

/// <summary>Registers at the end of a row, where fewer floats are left than a register holds.</summary>
internal static unsafe class Lane<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>The first <paramref name="count"/> floats, the rest zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(float* source, int count) => count == TLanes.Count ? TLanes.Load(source) : LoadPart(source, count);

    /// <summary>Stores the first <paramref name="count"/> floats only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, TVector value, int count)
    {
        if (count == TLanes.Count)
            TLanes.Store(target, value);
        else
            StorePart(target, value, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector LoadPart(float* source, int count)
    {
        var value = default(TVector);
        for (var i = 0; i < count; i++)
            ((float*)&value)[i] = source[i];
        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StorePart(float* target, TVector value, int count)
    {
        for (var i = 0; i < count; i++)
            target[i] = ((float*)&value)[i];
    }
}
