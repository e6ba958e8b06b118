using System.Runtime.CompilerServices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Attention;

/// <summary>Moves the features of tokens between the arrays of a network and packed rows or panels.</summary>
internal static unsafe class TokenRows<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Copies rows of <paramref name="features"/> floats, times a factor. What lies between them is not touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* source, nint sourceStride, float* target, nint targetStride, int rows, int features, float factor)
    {
        for (var row = 0; row < rows; row++)
            Scale(source + (row * sourceStride), target + (row * targetStride), features, factor);
    }

    /// <summary>One row times a factor; the two may be the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale(float* source, float* target, int features, float factor)
    {
        var (factors, i) = (TLanes.Broadcast(factor), 0);
        for (; i <= features - TLanes.Count; i += TLanes.Count)
            TLanes.Store(target + i, TLanes.Multiply(TLanes.Load(source + i), factors));
        for (; i < features; i++)
            target[i] = source[i] * factor;
    }

    /// <summary>The scalar product of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(float* first, float* second, int features)
    {
        var (sums, i) = (TLanes.Zero, 0);
        for (; i <= features - TLanes.Count; i += TLanes.Count)
            sums = TLanes.MultiplyAdd(TLanes.Load(first + i), TLanes.Load(second + i), sums);
        var sum = TLanes.Sum(sums);
        for (; i < features; i++)
            sum += first[i] * second[i];
        return sum;
    }

    /// <summary>Transposes packed rows into panels of two registers of tokens: <c>[rows / panel, features, panel]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panels(float* rows, nint stride, float* panels, int count, int features)
    {
        var width = 2 * TLanes.Count;
        for (var first = 0; first < count; first += width)
        {
            var source = rows + (first * stride);
            var tokens = Math.Min(width, count - first);
            for (var i = 0; i < features; i++)
            {
                var from = source + i;
                for (var token = 0; token < tokens; token++)
                {
                    panels[token] = *from;
                    from += stride;
                }

                // The rest of a panel is computed with and thrown away; zeros keep it from being something odd.
                for (var token = tokens; token < width; token++)
                    panels[token] = 0;
                panels += width;
            }
        }
    }
}
