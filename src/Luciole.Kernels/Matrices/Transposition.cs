using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Luciole.Kernels.Matrices;

/// <summary>Copies a few rows so that they become columns.</summary>
internal static unsafe class Transposition
{
    /// <summary>
    /// <paramref name="rows"/> rows (at most eight) of <paramref name="length"/> floats become a matrix of <paramref name="length"/> rows of
    /// eight floats; columns beyond <paramref name="rows"/> are zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eight(float* source, nint stride, int rows, int length, float* target, nint targetStride)
    {
        var at = 0;
        if (rows == 8 && Avx.IsSupported)
        {
            for (; at + 8 <= length; at += 8, target += 8 * targetStride)
                Square(source + at, stride, target, targetStride);
        }

        for (; at < length; at++, target += targetStride)
        {
            for (var r = 0; r < 8; r++)
                target[r] = r < rows ? source[(r * stride) + at] : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(float* s, nint stride, float* t, nint targetStride)
    {
        var r0 = Vector256.Load(s);
        var r1 = Vector256.Load(s + stride);
        var r2 = Vector256.Load(s + (2 * stride));
        var r3 = Vector256.Load(s + (3 * stride));
        var r4 = Vector256.Load(s + (4 * stride));
        var r5 = Vector256.Load(s + (5 * stride));
        var r6 = Vector256.Load(s + (6 * stride));
        var r7 = Vector256.Load(s + (7 * stride));
        var a0 = Avx.UnpackLow(r0, r1);
        var a1 = Avx.UnpackHigh(r0, r1);
        var a2 = Avx.UnpackLow(r2, r3);
        var a3 = Avx.UnpackHigh(r2, r3);
        var a4 = Avx.UnpackLow(r4, r5);
        var a5 = Avx.UnpackHigh(r4, r5);
        var a6 = Avx.UnpackLow(r6, r7);
        var a7 = Avx.UnpackHigh(r6, r7);
        var b0 = Avx.Shuffle(a0, a2, 0x44);
        var b1 = Avx.Shuffle(a0, a2, 0xEE);
        var b2 = Avx.Shuffle(a1, a3, 0x44);
        var b3 = Avx.Shuffle(a1, a3, 0xEE);
        var b4 = Avx.Shuffle(a4, a6, 0x44);
        var b5 = Avx.Shuffle(a4, a6, 0xEE);
        var b6 = Avx.Shuffle(a5, a7, 0x44);
        var b7 = Avx.Shuffle(a5, a7, 0xEE);
        Avx.Permute2x128(b0, b4, 0x20).Store(t);
        Avx.Permute2x128(b1, b5, 0x20).Store(t + targetStride);
        Avx.Permute2x128(b2, b6, 0x20).Store(t + (2 * targetStride));
        Avx.Permute2x128(b3, b7, 0x20).Store(t + (3 * targetStride));
        Avx.Permute2x128(b0, b4, 0x31).Store(t + (4 * targetStride));
        Avx.Permute2x128(b1, b5, 0x31).Store(t + (5 * targetStride));
        Avx.Permute2x128(b2, b6, 0x31).Store(t + (6 * targetStride));
        Avx.Permute2x128(b3, b7, 0x31).Store(t + (7 * targetStride));
    }
}
