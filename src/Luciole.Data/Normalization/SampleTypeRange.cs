using Luciole.Imaging.Pixels;

namespace Luciole.Data.Normalization;

/// <summary>What a sample type can hold, as far as single precision goes.</summary>
public static class SampleTypeRange
{
    /// <summary>Whether the type holds whole numbers only.</summary>
    public static bool IsInteger(this SampleType type) => type is not (SampleType.Float32 or SampleType.Float64);

    /// <summary>Whether the type cannot hold negative numbers.</summary>
    public static bool IsUnsigned(this SampleType type) => type is SampleType.UInt8 or SampleType.UInt16 or SampleType.UInt32;

    /// <summary>The smallest value; negative infinity for floating-point types.</summary>
    public static float Lowest(this SampleType type) => type switch
    {
        SampleType.UInt8 or SampleType.UInt16 or SampleType.UInt32 => 0,
        SampleType.Int8 => sbyte.MinValue,
        SampleType.Int16 => short.MinValue,
        SampleType.Int32 => int.MinValue,
        _ => float.NegativeInfinity,
    };

    /// <summary>The largest value that single precision can name without exceeding the type; infinity for floating-point types.</summary>
    public static float Highest(this SampleType type) => type switch
    {
        SampleType.UInt8 => byte.MaxValue,
        SampleType.Int8 => sbyte.MaxValue,
        SampleType.UInt16 => ushort.MaxValue,
        SampleType.Int16 => short.MaxValue,
        SampleType.UInt32 => MathF.BitDecrement(4294967296f),
        SampleType.Int32 => MathF.BitDecrement(2147483648f),
        _ => float.PositiveInfinity,
    };
}
