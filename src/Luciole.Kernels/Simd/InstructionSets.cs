using System.Runtime.Intrinsics.X86;
using Luciole.Files;

namespace Luciole.Kernels.Simd;

/// <summary>Which registers this machine has.</summary>
public static class InstructionSets
{
    /// <summary>The variable that forces one: <c>avx512</c>, <c>avx2</c> or <c>portable</c>.</summary>
    public const string Variable = "LUCIOLE_SIMD";

    /// <summary>Whether this machine has it.</summary>
    public static bool IsSupported(InstructionSet set) => set switch
    {
        InstructionSet.Avx512 => Avx512F.IsSupported,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        InstructionSet.Portable => true,
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "not an instruction set"),
    };

    /// <summary>The widest that this machine has.</summary>
    public static InstructionSet Widest =>
        IsSupported(InstructionSet.Avx512) ? InstructionSet.Avx512 : IsSupported(InstructionSet.Avx2) ? InstructionSet.Avx2 : InstructionSet.Portable;

    /// <summary>What <paramref name="wanted"/>, the value of <see cref="Variable"/>, names; the widest when it is empty.</summary>
    /// <exception cref="InputException">No such instruction set, or not on this machine.</exception>
    public static InstructionSet Choose(string? wanted)
    {
        if (string.IsNullOrEmpty(wanted))
            return Widest;
        InstructionSet? named = wanted.ToUpperInvariant() switch
        {
            "AVX512" => InstructionSet.Avx512,
            "AVX2" => InstructionSet.Avx2,
            "PORTABLE" => InstructionSet.Portable,
            _ => null,
        };
        if (named is not { } set)
            throw new InputException($"{Variable} is '{wanted}'; write avx512, avx2 or portable, or leave it out for the widest this machine has.");
        return IsSupported(set) ? set : throw new InputException($"{Variable} is '{wanted}', which this machine's processor has not; leave it out.");
    }
}
