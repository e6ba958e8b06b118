using System.Numerics;
using System.Runtime.InteropServices;

namespace Luciole.Checkpoints;

/// <summary>Little-endian values of any real type as single or double precision.</summary>
internal static class ElementConversion
{
    private static readonly float[] E4M3 = Float8Table(exponentBits: 4, fractionBits: 3, hasInfinity: false);
    private static readonly float[] E5M2 = Float8Table(exponentBits: 5, fractionBits: 2, hasInfinity: true);

    /// <summary>Converts as many values as <paramref name="bytes"/> holds.</summary>
    public static void Convert<T>(ElementType type, ReadOnlySpan<byte> bytes, Span<T> values)
        where T : unmanaged, INumberBase<T>
    {
        switch (type)
        {
            case ElementType.Float64:
                Cast<double, T>(bytes, values);
                break;
            case ElementType.Float32:
                Cast<float, T>(bytes, values);
                break;
            case ElementType.Float16:
                Cast<Half, T>(bytes, values);
                break;
            case ElementType.BFloat16:
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < halves.Length; i++)
                    values[i] = T.CreateTruncating(BitConverter.UInt32BitsToSingle((uint)halves[i] << 16));
                break;
            case ElementType.UInt8:
                Cast<byte, T>(bytes, values);
                break;
            case ElementType.Int8:
                Cast<sbyte, T>(bytes, values);
                break;
            case ElementType.Int16:
                Cast<short, T>(bytes, values);
                break;
            case ElementType.Int32:
                Cast<int, T>(bytes, values);
                break;
            case ElementType.Int64:
                Cast<long, T>(bytes, values);
                break;
            case ElementType.UInt16:
                Cast<ushort, T>(bytes, values);
                break;
            case ElementType.UInt32:
                Cast<uint, T>(bytes, values);
                break;
            case ElementType.UInt64:
                Cast<ulong, T>(bytes, values);
                break;
            case ElementType.Bool:
                for (var i = 0; i < bytes.Length; i++)
                    values[i] = bytes[i] == 0 ? T.Zero : T.One;
                break;
            case ElementType.Float8E4M3Fn:
                Look(E4M3, bytes, values);
                break;
            case ElementType.Float8E5M2:
                Look(E5M2, bytes, values);
                break;
            default:
                throw new InvalidOperationException($"{type.TorchName()} values are not real numbers.");
        }
    }

    private static void Cast<TFrom, T>(ReadOnlySpan<byte> bytes, Span<T> values)
        where TFrom : unmanaged, INumberBase<TFrom>
        where T : unmanaged, INumberBase<T>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        for (var i = 0; i < from.Length; i++)
            values[i] = T.CreateTruncating(from[i]);
    }

    private static void Look<T>(float[] table, ReadOnlySpan<byte> bytes, Span<T> values)
        where T : unmanaged, INumberBase<T>
    {
        for (var i = 0; i < bytes.Length; i++)
            values[i] = T.CreateTruncating(table[bytes[i]]);
    }

    // The two 8-bit formats of "FP8 Formats for Deep Learning" (Micikevicius et al., 2022).
    private static float[] Float8Table(int exponentBits, int fractionBits, bool hasInfinity)
    {
        var table = new float[256];
        var bias = (1 << (exponentBits - 1)) - 1;
        var lastExponent = (1 << exponentBits) - 1;
        for (var code = 0; code < 256; code++)
        {
            var exponent = (code >> fractionBits) & lastExponent;
            var fraction = code & ((1 << fractionBits) - 1);
            var magnitude = exponent == 0
                ? MathF.ScaleB(fraction, 1 - bias - fractionBits)
                : MathF.ScaleB((1 << fractionBits) + fraction, exponent - bias - fractionBits);
            if (exponent == lastExponent && hasInfinity)
                magnitude = fraction == 0 ? float.PositiveInfinity : float.NaN;
            else if (exponent == lastExponent && fraction == (1 << fractionBits) - 1)
                magnitude = float.NaN;
            table[code] = code >= 128 ? -magnitude : magnitude;
        }

        return table;
    }
}
