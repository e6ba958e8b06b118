using Luciole.Checkpoints;

namespace Luciole.Torch.StateDicts;

/// <summary>The element types of checkpoints and of libtorch.</summary>
public static class ElementTypeNames
{
    /// <summary>libtorch's type, or null for those that version 1.13 lacks (wide unsigned integers, 8-bit floats).</summary>
    public static ScalarType? ToScalarType(ElementType type) => type switch
    {
        ElementType.Float64 => ScalarType.Float64,
        ElementType.Float32 => ScalarType.Float32,
        ElementType.Float16 => ScalarType.Float16,
        ElementType.BFloat16 => ScalarType.BFloat16,
        ElementType.UInt8 => ScalarType.Byte,
        ElementType.Int8 => ScalarType.SByte,
        ElementType.Int16 => ScalarType.Int16,
        ElementType.Int32 => ScalarType.Int32,
        ElementType.Int64 => ScalarType.Int64,
        ElementType.Bool => ScalarType.Bool,
        ElementType.Complex64 => ScalarType.Complex64,
        ElementType.Complex128 => ScalarType.Complex128,
        _ => null,
    };

    /// <summary>The checkpoint's type.</summary>
    public static ElementType ToElementType(ScalarType type) => type switch
    {
        ScalarType.Float64 => ElementType.Float64,
        ScalarType.Float32 => ElementType.Float32,
        ScalarType.Float16 => ElementType.Float16,
        ScalarType.BFloat16 => ElementType.BFloat16,
        ScalarType.Byte => ElementType.UInt8,
        ScalarType.SByte => ElementType.Int8,
        ScalarType.Int16 => ElementType.Int16,
        ScalarType.Int32 => ElementType.Int32,
        ScalarType.Int64 => ElementType.Int64,
        ScalarType.Bool => ElementType.Bool,
        ScalarType.Complex64 => ElementType.Complex64,
        ScalarType.Complex128 => ElementType.Complex128,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
    };
}
