using Luciole.Kernels.Doubling;
using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Tests.Doubling;

public unsafe class DoublingConvolutionTests
{
    public static TheoryData<InstructionSet> Sets => [.. Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported)];

    [Theory]
    [MemberData(nameof(Sets))]
    public void All_three_equal_loops_in_double_precision(InstructionSet set)
    {
        foreach (var threads in new[] { 1, 2 })
        {
            using var team = new WorkTeam(threads);
            Check(set, team, new DoublingShape(1, 1, 1, 1, 1));
            Check(set, team, new DoublingShape(2, 3, 5, 7, 3));
            Check(set, team, new DoublingShape(3, 7, 1, 5, 9));
            Check(set, team, new DoublingShape(1, 13, 17, 1, 33));
            Check(set, team, new DoublingShape(2, 33, 9, 20, 16));
            Check(set, team, new DoublingShape(1, 8, 20, 37, 41));
            Check(set, team, new DoublingShape(1, 1100, 3, 6, 11));
        }
    }

    private static void Check(InstructionSet set, WorkTeam team, DoublingShape s)
    {
        using var pool = new WorkspacePool(1 << 24);
        var random = new Random(1);
        float[] Values(int count) => Array.ConvertAll(new float[count], _ => random.NextSingle() - 0.5f);
        var (x, w, b, g) = (Values(s.Images * s.Inputs * s.Pixels), Values(s.Inputs * s.Outputs * 4), Values(s.Outputs), Values(s.Images * s.Outputs * 4 * s.Pixels));
        var (y, dx, dw) = (new double[g.Length], new double[x.Length], new double[w.Length]);
        for (var n = 0; n < s.Images; n++)
        {
            for (var o = 0; o < s.Outputs; o++)
            {
                for (var at = 0; at < 4 * s.Pixels; at++)
                {
                    var (row, column) = Math.DivRem(at, 2 * s.Width);
                    var to = (((n * s.Outputs) + o) * 4 * s.Pixels) + at;
                    y[to] = b[o];
                    for (var i = 0; i < s.Inputs; i++)
                    {
                        var from = (((n * s.Inputs) + i) * s.Pixels) + (row / 2 * s.Width) + (column / 2);
                        var weight = (((i * s.Outputs) + o) * 4) + (row % 2 * 2) + (column % 2);
                        y[to] += (double)x[from] * w[weight];
                        dx[from] += (double)g[to] * w[weight];
                        dw[weight] += (double)g[to] * x[from];
                    }
                }
            }
        }

        var (ownY, ownDx, ownDw) = (new float[g.Length], new float[x.Length], new float[w.Length]);
        fixed (float* px = x, pw = w, pb = b, pg = g, py = ownY, pdx = ownDx, pdw = ownDw)
        {
            DoublingConvolution.Forward(set, team, pool, s, px, pw, pb, py);
            DoublingConvolution.InputGradient(set, team, pool, s, pg, pw, pdx);
            DoublingConvolution.WeightGradient(set, team, pool, s, px, pg, pdw);
        }

        Close(y, ownY, $"{s} forward");
        Close(dx, ownDx, $"{s} input");
        Close(dw, ownDw, $"{s} weight");
    }

    private static void Close(double[] expected, float[] actual, string what)
    {
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 2e-6 * scale, $"{what} {i}: {expected[i]} but {actual[i]}, largest {scale}");
    }
}
