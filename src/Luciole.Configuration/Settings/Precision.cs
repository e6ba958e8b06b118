namespace Luciole.Configuration;

/// <summary>What a network is computed in.</summary>
public enum Precision
{
    /// <summary>bf16 on a GPU that has it, else tf32 or fp32; fp32 on the processor.</summary>
    Auto,

    /// <summary>Single precision throughout.</summary>
    Single,

    /// <summary>Single precision, with products of 10 bits of mantissa on a GPU.</summary>
    TensorFloat32,

    /// <summary>Products and convolutions in bfloat16, the rest in single precision.</summary>
    BFloat16,

    /// <summary>Products and convolutions in half precision, the rest in single precision.</summary>
    Float16,
}
