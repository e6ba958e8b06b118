using System.Numerics;
using System.Runtime.Intrinsics;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Tests.Simd;

public sealed unsafe class PowersOfTwoTests
{
    public static TheoryData<InstructionSet> Sets { get; } = [.. Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported)];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Powers_are_good_to_two_in_ten_million(InstructionSet set)
    {
        var x = Enumerable.Range(-120 * 512, 240 * 512).Select(i => i / 511.7f).ToArray();
        var y = Exp2(set, x);
        for (var i = 0; i < y.Length; i++)
            Assert.InRange(y[i] / Math.Pow(2, x[i]) - 1, -2e-7, 2e-7);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Whole_numbers_are_exact_and_the_ends_are_zero_and_infinity(InstructionSet set)
    {
        float[] x = [0, 1, -1, 10, -126, 127, 128, 1e30f, float.PositiveInfinity, -127, -1e30f, float.NegativeInfinity, float.NaN];
        float[] expected =
        [
            1, 2, 0.5f, 1024, MathF.Pow(2, -126), MathF.Pow(2, 127), float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity,
            0, 0, 0, float.NaN,
        ];
        Assert.Equal(expected, Exp2(set, x));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_largest_lane_is_found_wherever_it_is(InstructionSet set)
    {
        for (var place = 0; place < 16; place++)
        {
            var values = Enumerable.Range(0, 16).Select(i => i == place ? -1f : -i - 2).ToArray();
            var count = set switch { InstructionSet.Avx512 => 16, InstructionSet.Avx2 => 8, _ => Vector<float>.Count };
            fixed (float* p = values)
            {
                var largest = set switch
                {
                    InstructionSet.Avx512 => Lanes512.Largest(Lanes512.Load(p)),
                    InstructionSet.Avx2 => Lanes256.Largest(Lanes256.Load(p)),
                    _ => LanesPortable.Largest(LanesPortable.Load(p)),
                };
                Assert.Equal(values.Take(count).Max(), largest);
            }
        }
    }

    private static float[] Exp2(InstructionSet set, float[] x) => set switch
    {
        InstructionSet.Avx512 => Exp2<Lanes512, Vector512<float>>(x),
        InstructionSet.Avx2 => Exp2<Lanes256, Vector256<float>>(x),
        _ => Exp2<LanesPortable, Vector<float>>(x),
    };

    private static float[] Exp2<TLanes, TVector>(float[] x)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var padded = new float[x.Length + 16];
        x.CopyTo(padded, 0);
        fixed (float* p = padded)
        {
            for (var i = 0; i < x.Length; i += TLanes.Count)
                TLanes.Store(p + i, PowersOfTwo.Exp2<TLanes, TVector>(TLanes.Load(p + i)));
        }

        return padded[..x.Length];
    }
}
