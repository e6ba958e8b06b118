using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Luciole.Imaging.Pixels;

/// <summary>Samples as bytes, and their conversion from and to single precision.</summary>
public static class Samples
{
    /// <summary>Bytes of one sample.</summary>
    public static int Size(SampleType type) => type switch
    {
        SampleType.UInt8 or SampleType.Int8 => 1,
        SampleType.UInt16 or SampleType.Int16 => 2,
        SampleType.UInt32 or SampleType.Int32 or SampleType.Float32 => 4,
        SampleType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>NumPy's name: <c>uint16</c>, <c>float32</c>.</summary>
    public static string Name(SampleType type) => type switch
    {
        SampleType.UInt8 => "uint8",
        SampleType.Int8 => "int8",
        SampleType.UInt16 => "uint16",
        SampleType.Int16 => "int16",
        SampleType.UInt32 => "uint32",
        SampleType.Int32 => "int32",
        SampleType.Float32 => "float32",
        SampleType.Float64 => "float64",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>NumPy's code in the header of a <c>.npy</c> file: <c>&lt;u2</c>.</summary>
    public static string NumpyCode(SampleType type) => type switch
    {
        SampleType.UInt8 => "|u1",
        SampleType.Int8 => "|i1",
        SampleType.UInt16 => "<u2",
        SampleType.Int16 => "<i2",
        SampleType.UInt32 => "<u4",
        SampleType.Int32 => "<i4",
        SampleType.Float32 => "<f4",
        SampleType.Float64 => "<f8",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Whether the type is floating point.</summary>
    public static bool IsFloat(SampleType type) => type is SampleType.Float32 or SampleType.Float64;

    /// <summary>Converts stored samples (little endian) to single precision; integers above 2^24 are rounded.</summary>
    public static void ToSingle(SampleType type, ReadOnlySpan<byte> source, Span<float> destination) =>
        ToSingle(type, source, destination, 1);

    /// <summary>As <see cref="ToSingle(SampleType, ReadOnlySpan{byte}, Span{float})"/>, into every <paramref name="stride"/>-th value.</summary>
    public static void ToSingle(SampleType type, ReadOnlySpan<byte> source, Span<float> destination, int stride)
    {
        switch (type)
        {
            case SampleType.UInt8:
                for (var i = 0; i < source.Length; i++)
                    destination[i * stride] = source[i];
                break;
            case SampleType.Int8:
                for (var i = 0; i < source.Length; i++)
                    destination[i * stride] = (sbyte)source[i];
                break;
            case SampleType.UInt16:
                var u2 = MemoryMarshal.Cast<byte, ushort>(source);
                for (var i = 0; i < u2.Length; i++)
                    destination[i * stride] = u2[i];
                break;
            case SampleType.Int16:
                var i2 = MemoryMarshal.Cast<byte, short>(source);
                for (var i = 0; i < i2.Length; i++)
                    destination[i * stride] = i2[i];
                break;
            case SampleType.UInt32:
                var u4 = MemoryMarshal.Cast<byte, uint>(source);
                for (var i = 0; i < u4.Length; i++)
                    destination[i * stride] = u4[i];
                break;
            case SampleType.Int32:
                var i4 = MemoryMarshal.Cast<byte, int>(source);
                for (var i = 0; i < i4.Length; i++)
                    destination[i * stride] = i4[i];
                break;
            case SampleType.Float32:
                var f4 = MemoryMarshal.Cast<byte, float>(source);
                if (stride == 1)
                    f4.CopyTo(destination);
                else
                    for (var i = 0; i < f4.Length; i++)
                        destination[i * stride] = f4[i];
                break;
            case SampleType.Float64:
                var f8 = MemoryMarshal.Cast<byte, double>(source);
                for (var i = 0; i < f8.Length; i++)
                    destination[i * stride] = (float)f8[i];
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    /// <summary>Converts stored samples (little endian) to double precision, which holds every one of them exactly.</summary>
    public static void ToDouble(SampleType type, ReadOnlySpan<byte> source, Span<double> destination)
    {
        switch (type)
        {
            case SampleType.UInt8:
                Widen<byte>(source, destination);
                break;
            case SampleType.Int8:
                Widen<sbyte>(source, destination);
                break;
            case SampleType.UInt16:
                Widen<ushort>(source, destination);
                break;
            case SampleType.Int16:
                Widen<short>(source, destination);
                break;
            case SampleType.UInt32:
                Widen<uint>(source, destination);
                break;
            case SampleType.Int32:
                Widen<int>(source, destination);
                break;
            case SampleType.Float32:
                Widen<float>(source, destination);
                break;
            case SampleType.Float64:
                Widen<double>(source, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    /// <summary>
    /// Converts single precision to stored samples (little endian). Integers are rounded to the nearest, halves to even, and values
    /// outside of the type's range take its nearest end; not-a-number becomes 0.
    /// </summary>
    public static void FromSingle(SampleType type, ReadOnlySpan<float> source, Span<byte> destination)
    {
        switch (type)
        {
            case SampleType.UInt8:
                for (var i = 0; i < source.Length; i++)
                    destination[i] = (byte)Rounded(source[i], byte.MinValue, byte.MaxValue);
                break;
            case SampleType.Int8:
                for (var i = 0; i < source.Length; i++)
                    destination[i] = (byte)(sbyte)Rounded(source[i], sbyte.MinValue, sbyte.MaxValue);
                break;
            case SampleType.UInt16:
                var u2 = MemoryMarshal.Cast<byte, ushort>(destination);
                for (var i = 0; i < source.Length; i++)
                    u2[i] = (ushort)Rounded(source[i], ushort.MinValue, ushort.MaxValue);
                break;
            case SampleType.Int16:
                var i2 = MemoryMarshal.Cast<byte, short>(destination);
                for (var i = 0; i < source.Length; i++)
                    i2[i] = (short)Rounded(source[i], short.MinValue, short.MaxValue);
                break;
            case SampleType.UInt32:
                var u4 = MemoryMarshal.Cast<byte, uint>(destination);
                for (var i = 0; i < source.Length; i++)
                    u4[i] = (uint)Rounded(source[i], uint.MinValue, uint.MaxValue);
                break;
            case SampleType.Int32:
                var i4 = MemoryMarshal.Cast<byte, int>(destination);
                for (var i = 0; i < source.Length; i++)
                    i4[i] = (int)Rounded(source[i], int.MinValue, int.MaxValue);
                break;
            case SampleType.Float32:
                source.CopyTo(MemoryMarshal.Cast<byte, float>(destination));
                break;
            case SampleType.Float64:
                var f8 = MemoryMarshal.Cast<byte, double>(destination);
                for (var i = 0; i < source.Length; i++)
                    f8[i] = source[i];
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen<T>(ReadOnlySpan<byte> source, Span<double> destination)
        where T : unmanaged, INumber<T>
    {
        var samples = MemoryMarshal.Cast<byte, T>(source);
        for (var i = 0; i < samples.Length; i++)
            destination[i] = double.CreateTruncating(samples[i]);
    }

    private static double Rounded(float value, double smallest, double largest) =>
        float.IsNaN(value) ? 0 : Math.Clamp(Math.Round((double)value, MidpointRounding.ToEven), smallest, largest);
}
