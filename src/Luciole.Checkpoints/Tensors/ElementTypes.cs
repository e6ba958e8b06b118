namespace Luciole.Checkpoints;

/// <summary>Size and names of element types.</summary>
public static class ElementTypes
{
    /// <summary>Bytes of one value.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Complex128 => 16,
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 or ElementType.Complex64 => 8,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 or ElementType.UInt16 => 2,
        _ => 1,
    };

    /// <summary>Bytes that a change of byte order reverses: those of a value, or of a complex value's parts.</summary>
    internal static int ComponentSize(this ElementType type) => IsComplex(type) ? Size(type) / 2 : Size(type);

    /// <summary>Whether a value is a real and an imaginary part.</summary>
    public static bool IsComplex(this ElementType type) => type is ElementType.Complex64 or ElementType.Complex128;

    /// <summary>The name PyTorch prints after <c>torch.</c>, for instance <c>float32</c>.</summary>
    public static string TorchName(this ElementType type) => type switch
    {
        ElementType.Float8E4M3Fn => "float8_e4m3fn",
        ElementType.Float8E5M2 => "float8_e5m2",
#pragma warning disable CA1308 // PyTorch's names are lower case
        _ => type.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
    };

    /// <summary>NumPy's name for little-endian values, such as <c>&lt;f4</c>, or null where NumPy has no such type.</summary>
    public static string? NumpyName(this ElementType type) => type switch
    {
        ElementType.Float64 => "<f8",
        ElementType.Float32 => "<f4",
        ElementType.Float16 => "<f2",
        ElementType.UInt8 => "|u1",
        ElementType.Int8 => "|i1",
        ElementType.Int16 => "<i2",
        ElementType.Int32 => "<i4",
        ElementType.Int64 => "<i8",
        ElementType.Bool => "|b1",
        ElementType.Complex64 => "<c8",
        ElementType.Complex128 => "<c16",
        ElementType.UInt16 => "<u2",
        ElementType.UInt32 => "<u4",
        ElementType.UInt64 => "<u8",
        _ => null,
    };

    /// <summary>The class of storage that PyTorch writes for the type, such as <c>FloatStorage</c>, or null for types newer than these classes.</summary>
    internal static string? StorageName(this ElementType type) => type switch
    {
        ElementType.Float64 => "DoubleStorage",
        ElementType.Float32 => "FloatStorage",
        ElementType.Float16 => "HalfStorage",
        ElementType.BFloat16 => "BFloat16Storage",
        ElementType.UInt8 => "ByteStorage",
        ElementType.Int8 => "CharStorage",
        ElementType.Int16 => "ShortStorage",
        ElementType.Int32 => "IntStorage",
        ElementType.Int64 => "LongStorage",
        ElementType.Bool => "BoolStorage",
        ElementType.Complex64 => "ComplexFloatStorage",
        ElementType.Complex128 => "ComplexDoubleStorage",
        _ => null,
    };
}
