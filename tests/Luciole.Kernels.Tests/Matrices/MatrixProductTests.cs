using Luciole.Kernels.Matrices;
using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Tests.Matrices;

public sealed unsafe class MatrixProductTests : IDisposable
{
    private readonly WorkTeam _one = new(1);
    private readonly WorkTeam _two = new(2);
    private readonly WorkTeam _five = new(5);
    private readonly WorkspacePool _pool = new(1 << 26);

    public static TheoryData<InstructionSet> Sets => [.. Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported)];

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
        _five.Dispose();
        _pool.Dispose();
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Products_of_small_matrices_of_any_size_equal_double_precision_loops(InstructionSet set)
    {
        int[] sizes = [1, 2, 3, 5, 6, 7, 11, 12, 13, 15, 16, 17, 23, 31, 32, 33, 37, 48, 61, 64, 65, 70];
        var random = new Random(1);
        for (var i = 0; i < 250; i++)
        {
            var (m, n, k) = (sizes[random.Next(sizes.Length)], sizes[random.Next(sizes.Length)], sizes[random.Next(sizes.Length)]);
            Check(set, random.Next(2) == 0 ? _one : _two, m, n, k, random);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Products_larger_than_every_block_equal_double_precision_loops(InstructionSet set)
    {
        var random = new Random(2);
        foreach (var (m, n, k) in new[] { (131, 421, 530), (7, 801, 1030), (205, 33, 700), (64, 96, 2000), (13, 17, 5000), (1, 1, 3000), (300, 1, 257) })
        {
            foreach (var team in new[] { _one, _two, _five })
                Check(set, team, m, n, k, random);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void One_thread_and_several_give_the_same(InstructionSet set)
    {
        foreach (var (m, n, k) in new[] { (257, 192, 300), (48, 40, 4096) })
        {
            var (a, b) = (Values(m * k, 1), Values(k * n, 2));
            float[] Run(WorkTeam team)
            {
                var c = new float[m * n];
                fixed (float* pa = a, pb = b, pc = c)
                    MatrixProduct.Run(set, team, _pool, m, n, k, MatrixOperand.Plain(pa, k), MatrixOperand.Plain(pb, n), pc, n);
                return c;
            }

            var one = Run(_one);
            Assert.All(new[] { _two, _five }, team => AssertClose(Array.ConvertAll(one, x => (double)x), Run(team), 1e-6));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_NaN_reaches_its_row_or_column_and_nothing_else(InstructionSet set)
    {
        const int m = 29, n = 45, k = 33;
        var (a, b, c) = (Values(m * k, 1), Values(n * k, 2), new float[m * n]);
        a[(17 * k) + 32] = float.NaN;
        b[(40 * k) + 5] = float.PositiveInfinity;
        fixed (float* pa = a, pb = b, pc = c)
            MatrixProduct.Run(set, _one, _pool, m, n, k, MatrixOperand.Plain(pa, k), MatrixOperand.TransposedOf(pb, k), pc, n);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
                Assert.Equal(i != 17 && j != 40, float.IsFinite(c[(i * n) + j]));
        }
    }

    [Fact]
    public void A_product_of_depth_zero_is_zero_and_empty_ones_do_nothing()
    {
        float[] c = [1, 2, 3, 4, 5, 6], bias = [7, 8, 9];
        fixed (float* p = c, b = bias)
        {
            MatrixProduct.Run(InstructionSets.Widest, _one, _pool, 0, 3, 1, default, default, p, 3);
            Assert.Equal([1, 2, 3, 4, 5, 6], c);
            MatrixProduct.Run(InstructionSets.Widest, _one, _pool, 2, 3, 0, default, default, p, 3, accumulate: true);
            Assert.Equal([1, 2, 3, 4, 5, 6], c);
            MatrixProduct.Run(InstructionSets.Widest, _one, _pool, 2, 3, 0, default, default, p, 3, epilogue: new ProductEpilogue { Bias = b });
            Assert.Equal([7, 8, 9, 7, 8, 9], c);
        }
    }

    [Fact]
    public void A_hundred_products_leave_no_more_scratch_memory_than_ten()
    {
        var (a, c) = (Values(300 * 300, 1), new float[300 * 300]);
        long Kept(int times)
        {
            fixed (float* pa = a, pc = c)
            {
                for (var i = 0; i < times; i++)
                    MatrixProduct.Run(InstructionSets.Widest, _two, _pool, 300, 300, 300, MatrixOperand.Plain(pa, 300), MatrixOperand.TransposedOf(pa, 300), pc, 300);
            }

            return _pool.KeptBytes;
        }

        Assert.Equal(Kept(10), Kept(100));
    }

    // One product with strides, orders, accumulation and epilogue drawn by chance.
    private void Check(InstructionSet set, WorkTeam team, int m, int n, int k, Random random)
    {
        var (ta, tb, accumulate) = (random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0);
        var (sa, sb, sc) = ((ta ? m : k) + random.Next(4), (tb ? k : n) + random.Next(4), n + random.Next(4));
        var (a, b, c) = (Values((ta ? k : m) * sa, random.Next()), Values((tb ? n : k) * sb, random.Next()), Values(m * sc, random.Next()));
        var (bias, factor, residual, derivative) = (Values(n, 5), Values(m * sc, 6), Values(m * sc, 7), new float[m * sc]);
        var (useBias, gelu, useDerivative, useFactor, useResidual) = (random.Next(2) == 0, random.Next(3) == 0, random.Next(2) == 0, random.Next(3) == 0, random.Next(3) == 0);
        var expected = Array.ConvertAll(c, x => (double)x);
        var slopes = new double[m * sc];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = accumulate ? c[(i * sc) + j] : 0.0;
                for (var d = 0; d < k; d++)
                    sum += (double)(ta ? a[(d * sa) + i] : a[(i * sa) + d]) * (tb ? b[(j * sb) + d] : b[(d * sb) + j]);
                if (useBias)
                    sum += bias[j];
                if (gelu && useDerivative)
                    slopes[(i * sc) + j] = GeluTests.Derivative(sum);
                if (gelu)
                    sum = GeluTests.Gelu(sum);
                if (useFactor)
                    sum *= factor[(i * sc) + j];
                if (useResidual)
                    sum += residual[(i * sc) + j];
                expected[(i * sc) + j] = sum;
            }
        }

        fixed (float* pa = a, pb = b, pc = c, pBias = bias, pFactor = factor, pResidual = residual, pDerivative = derivative)
        {
            var epilogue = new ProductEpilogue
            {
                Bias = useBias ? pBias : null,
                Gelu = gelu,
                GeluDerivative = useDerivative ? pDerivative : null,
                Factor = useFactor ? pFactor : null,
                Residual = useResidual ? pResidual : null,
            };
            MatrixProduct.Run(
                set, team, _pool, m, n, k, new MatrixOperand((nint)pa, sa, ta), new MatrixOperand((nint)pb, sb, tb), pc, sc, accumulate, epilogue);
        }

        AssertClose(expected, c, 2e-6);
        AssertClose(slopes, derivative, 2e-6);
    }

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(new float[count], _ => random.NextSingle() - 0.5f);
    }

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale, $"{i}: {expected[i]} but {actual[i]}, largest {scale}");
    }
}
