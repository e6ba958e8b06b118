using System.Numerics;
using System.Runtime.Intrinsics;
using Luciole.Kernels.Matrices;
using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Tests.Matrices;

public unsafe class GeluTests
{
    [Fact]
    public void The_error_function_is_right_to_a_few_units_in_the_last_place()
    {
        for (var x = -6f; x <= 6; x += 0.00317f)
        {
            var expected = Erf(x);
            Assert.Equal(expected, ErrorFunction.Erf<LanesPortable, Vector<float>>(new Vector<float>(x))[0], 4e-7);
            if (Vector512.IsHardwareAccelerated)
                Assert.Equal(expected, ErrorFunction.Erf<Lanes512, Vector512<float>>(Vector512.Create(x))[3], 4e-7);
        }
    }

    [Fact]
    public void The_ends_of_the_range_are_kept()
    {
        static float At(float x) => ErrorFunction.Erf<LanesPortable, Vector<float>>(new Vector<float>(x))[0];
        Assert.Equal(1, At(float.PositiveInfinity), 2e-7);
        Assert.Equal(-1, At(float.NegativeInfinity), 2e-7);
        Assert.Equal(0, At(0));
        Assert.True(float.IsNaN(At(float.NaN)));
    }

    internal static double Gelu(double x) => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)));

    internal static double Derivative(double x) =>
        (0.5 * (1 + Erf(x / Math.Sqrt(2)))) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));

    // The Maclaurin series, with enough terms for |x| up to 6; nothing cancels in this form of it.
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
            return Math.Sign(x);
        double term = x, sum = x;
        for (var n = 1; n < 300; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
