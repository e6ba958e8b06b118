namespace Luciole.Checkpoints;

/// <summary>The type of a tensor's values.</summary>
public enum ElementType
{
    /// <summary>IEEE double precision.</summary>
    Float64,

    /// <summary>IEEE single precision.</summary>
    Float32,

    /// <summary>IEEE half precision.</summary>
    Float16,

    /// <summary>The upper half of a single: 8 bits of exponent, 7 of fraction.</summary>
    BFloat16,

    /// <summary>8 bits, unsigned.</summary>
    UInt8,

    /// <summary>8 bits, signed.</summary>
    Int8,

    /// <summary>16 bits, signed.</summary>
    Int16,

    /// <summary>32 bits, signed.</summary>
    Int32,

    /// <summary>64 bits, signed.</summary>
    Int64,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Two singles: real, imaginary.</summary>
    Complex64,

    /// <summary>Two doubles: real, imaginary.</summary>
    Complex128,

    /// <summary>16 bits, unsigned.</summary>
    UInt16,

    /// <summary>32 bits, unsigned.</summary>
    UInt32,

    /// <summary>64 bits, unsigned.</summary>
    UInt64,

    /// <summary>8 bits: 4 of exponent, 3 of fraction, no infinities.</summary>
    Float8E4M3Fn,

    /// <summary>8 bits: 5 of exponent, 2 of fraction.</summary>
    Float8E5M2,
}
