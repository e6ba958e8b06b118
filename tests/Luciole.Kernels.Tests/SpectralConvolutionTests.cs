using Luciole.Kernels.Convolution;
using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Tests;

public unsafe class SpectralConvolutionTests
{
    public static TheoryData<InstructionSet, int, int, int, int, int, int> Shapes()
    {
        var data = new TheoryData<InstructionSet, int, int, int, int, int, int>();
        foreach (var set in Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported))
        {
            data.Add(set, 1, 1, 1, 40, 37, 5);
            data.Add(set, 1, 1, 3, 16, 16, 7);
            data.Add(set, 2, 3, 5, 33, 50, 9);
            data.Add(set, 3, 17, 9, 21, 20, 7);
            data.Add(set, 1, 8, 33, 70, 65, 9);
            data.Add(set, 1, 33, 20, 3, 4, 9);
            data.Add(set, 5, 2, 2, 1, 1, 5);
            data.Add(set, 1, 2, 18, 64, 130, 11);
            data.Add(set, 1, 4, 4, 45, 46, 21);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_and_gradients_equal_double_precision_loops(InstructionSet set, int batch, int channels, int filters, int height, int width, int kernel)
    {
        var shape = new ConvolutionShape(batch, channels, filters, height, width, kernel);
        var (x, w, dy) = (Random(batch * channels * height * width, 1), Random(filters * channels * kernel * kernel, 2), Random(batch * filters * height * width, 3));
        var (y, dx, dw) = (new float[dy.Length], new float[x.Length], new float[w.Length]);
        using var pool = new WorkspacePool(1 << 24);
        using var team = new WorkTeam(2);
        var convolution = ISpectralConvolution.Create(set, pool);
        fixed (float* px = x, pw = w, pdy = dy, py = y, pdx = dx, pdw = dw)
        {
            var (xs, ys, dys, dxs) = (Planes(px, batch * channels, shape), Planes(py, batch * filters, shape), Planes(pdy, batch * filters, shape), Planes(pdx, batch * channels, shape));
            fixed (nint* xp = xs, yp = ys, dyp = dys, dxp = dxs)
            {
                convolution.Forward(shape, (float**)xp, pw, null, (float**)yp, Epilogue.None, team);
                convolution.Backward(shape, (float**)xp, (float**)dyp, pw, (float**)dxp, pdw, team);
            }
        }

        var (wantedY, wantedDx, wantedDw) = Reference(shape, x, w, dy);
        AssertClose(wantedY, y);
        AssertClose(wantedDx, dx);
        AssertClose(wantedDw, dw);
    }

    private static void AssertClose(double[] wanted, float[] found)
    {
        var largest = wanted.Max(Math.Abs);
        for (var i = 0; i < wanted.Length; i++)
            Assert.True(Math.Abs(wanted[i] - found[i]) <= 3e-6 * largest, $"element {i}: {found[i]} instead of {wanted[i]}, largest {largest}");
    }

    private static nint[] Planes(float* first, int count, ConvolutionShape shape) =>
        Enumerable.Range(0, count).Select(i => (nint)(first + ((long)i * shape.Height * shape.Width))).ToArray();

    private static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1)).ToArray();
    }

    private static (double[] Y, double[] Dx, double[] Dw) Reference(ConvolutionShape s, float[] x, float[] w, float[] dy)
    {
        var (y, dx, dw) = (new double[dy.Length], new double[x.Length], new double[w.Length]);
        var r = s.Kernel / 2;
        for (var n = 0; n < s.Batch; n++)
        for (var f = 0; f < s.Filters; f++)
        for (var c = 0; c < s.Channels; c++)
        for (var i = 0; i < s.Height; i++)
        for (var j = 0; j < s.Width; j++)
        {
            var o = ((((n * s.Filters) + f) * s.Height) + i) * s.Width + j;
            for (var u = Math.Max(0, r - i); u < Math.Min(s.Kernel, s.Height + r - i); u++)
            for (var v = Math.Max(0, r - j); v < Math.Min(s.Kernel, s.Width + r - j); v++)
            {
                var p = ((((n * s.Channels) + c) * s.Height) + i + u - r) * s.Width + j + v - r;
                var t = ((((f * s.Channels) + c) * s.Kernel) + u) * s.Kernel + v;
                y[o] += (double)x[p] * w[t];
                dx[p] += (double)dy[o] * w[t];
                dw[t] += (double)dy[o] * x[p];
            }
        }

        return (y, dx, dw);
    }
}
