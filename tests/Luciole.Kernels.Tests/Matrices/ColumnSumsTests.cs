using Luciole.Kernels.Matrices;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Tests.Matrices;

public unsafe class ColumnSumsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(130, 37)]
    [InlineData(64, 600)]
    [InlineData(1025, 5)]
    public void Sums_equal_those_in_double_precision(int m, int n)
    {
        using var team = new WorkTeam(2);
        var stride = n + 3;
        var random = new Random(1);
        var values = Array.ConvertAll(new float[m * stride], _ => random.NextSingle());
        foreach (var set in Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported))
        {
            var sums = new float[n + 1];
            sums[n] = 7;
            fixed (float* p = values, s = sums)
                ColumnSums.Run(set, team, m, n, p, stride, s);
            for (var c = 0; c < n; c++)
                Assert.Equal(Enumerable.Range(0, m).Sum(r => (double)values[(r * stride) + c]), sums[c], 1e-6 * m);
            Assert.Equal(7, sums[n]);
        }
    }
}
