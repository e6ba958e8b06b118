namespace Luciole.Checkpoints;

/// <summary>The names of element types in safetensors files.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, ElementType Type)[] s_types =
    [
        ("F64", ElementType.Float64), ("F32", ElementType.Float32), ("F16", ElementType.Float16), ("BF16", ElementType.BFloat16),
        ("I64", ElementType.Int64), ("I32", ElementType.Int32), ("I16", ElementType.Int16), ("I8", ElementType.Int8),
        ("U64", ElementType.UInt64), ("U32", ElementType.UInt32), ("U16", ElementType.UInt16), ("U8", ElementType.UInt8),
        ("BOOL", ElementType.Bool), ("C64", ElementType.Complex64), ("F8_E4M3", ElementType.Float8E4M3Fn), ("F8_E5M2", ElementType.Float8E5M2),
    ];

    /// <summary>The name, or null where the format has none.</summary>
    public static string? NameOf(ElementType type) => s_types.FirstOrDefault(t => t.Type == type).Name;

    /// <summary>The type of a name, or null.</summary>
    public static ElementType? Parse(string name) => s_types.Where(t => t.Name == name).Select(t => (ElementType?)t.Type).FirstOrDefault();
}
