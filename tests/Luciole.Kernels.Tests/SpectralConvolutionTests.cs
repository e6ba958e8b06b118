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

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_value_that_is_not_finite_reaches_what_it_affects_and_no_further_than_a_tile(float bad)
    {
        var shape = new ConvolutionShape(1, 3, 2, 200, 190, 9);
        var (x, w) = (Random(3 * 200 * 190, 1), Random(2 * 3 * 81, 2));
        var clean = Forward(shape, x, w, Epilogue.None);
        const int Row = 77;
        const int Column = 101;
        x[(200 * 190) + (Row * 190) + Column] = bad;
        var found = Forward(shape, x, w, Epilogue.None);
        const int Furthest = 64;
        for (var f = 0; f < 2; f++)
        {
            for (var i = 0; i < 200; i++)
            {
                for (var j = 0; j < 190; j++)
                {
                    var at = (((f * 200) + i) * 190) + j;
                    var distance = Math.Max(Math.Abs(i - Row), Math.Abs(j - Column));
                    if (distance <= 4)
                        Assert.True(float.IsNaN(found[at]));
                    else if (distance >= Furthest || !float.IsNaN(found[at]))
                        Assert.Equal(clean[at], found[at], 1e-4f);
                }
            }
        }
    }

    [Fact]
    public void Non_finite_gradients_do_not_pass_for_finite_ones()
    {
        var shape = new ConvolutionShape(1, 2, 2, 20, 20, 5);
        var (x, w, dy) = (Random(800, 1), Random(100, 2), Random(800, 3));
        dy[33] = float.NaN;
        var (dx, dw) = Backward(shape, x, w, dy);
        Assert.True(float.IsNaN(dx[33]));
        Assert.All(dw, v => Assert.True(float.IsNaN(v)));
    }

    [Fact]
    public void The_epilogue_scales_shifts_and_clips()
    {
        var shape = new ConvolutionShape(2, 3, 19, 30, 31, 7);
        var (x, w) = (Random(2 * 3 * 930, 1), Random(19 * 3 * 49, 2));
        var (scale, shift) = (Random(19, 3), Random(19, 4));
        var plain = Forward(shape, x, w, Epilogue.None);
        fixed (float* s = scale, t = shift)
        {
            var found = Forward(shape, x, w, new Epilogue((nint)s, (nint)t, Relu: true));
            for (var i = 0; i < found.Length; i++)
            {
                var filter = i / 930 % 19;
                Assert.Equal(Math.Max(0, (plain[i] * scale[filter]) + shift[filter]), found[i], 1e-5f);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Kept_spectra_give_the_same(int threadsLess)
    {
        var shape = new ConvolutionShape(1, 20, 40, 60, 60, 9);
        var (x, w) = (Random(20 * 3600, 1), Random(40 * 20 * 81, 2));
        var wanted = Forward(shape, x, w, Epilogue.None);
        using var pool = new WorkspacePool(1 << 24);
        using var team = new WorkTeam(2 - threadsLess);
        var convolution = ISpectralConvolution.Create(InstructionSets.Widest, pool);
        var found = new float[wanted.Length];
        fixed (float* px = x, pw = w, py = found)
        {
            using var spectra = convolution.TransformWeights(shape, pw, team);
            Assert.Equal(convolution.SpectraBytes(shape), spectra.Bytes);
            fixed (nint* xp = Planes(px, 20, shape), yp = Planes(py, 40, shape))
                convolution.Forward(shape, (float**)xp, pw, spectra, (float**)yp, Epilogue.None, team);
        }

        AssertClose([.. wanted.Select(v => (double)v)], found);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(9, true)]
    [InlineData(31, true)]
    [InlineData(4, false)]
    [InlineData(61, false)]
    public void Kernels_that_there_is_a_tile_for_are_taken(int kernel, bool isTaken) =>
        Assert.Equal(isTaken, ISpectralConvolution.Takes(new ConvolutionShape(1, 1, 1, 100, 100, kernel)));

    private static float[] Forward(ConvolutionShape shape, float[] x, float[] w, Epilogue epilogue)
    {
        var y = new float[shape.Batch * shape.Filters * shape.Height * shape.Width];
        using var pool = new WorkspacePool(1 << 24);
        using var team = new WorkTeam(2);
        fixed (float* px = x, pw = w, py = y)
        {
            fixed (nint* xp = Planes(px, shape.Batch * shape.Channels, shape), yp = Planes(py, shape.Batch * shape.Filters, shape))
                ISpectralConvolution.Create(InstructionSets.Widest, pool).Forward(shape, (float**)xp, pw, null, (float**)yp, epilogue, team);
        }

        return y;
    }

    private static (float[] Dx, float[] Dw) Backward(ConvolutionShape shape, float[] x, float[] w, float[] dy)
    {
        var (dx, dw) = (new float[x.Length], new float[w.Length]);
        using var pool = new WorkspacePool(1 << 24);
        using var team = new WorkTeam(2);
        fixed (float* px = x, pw = w, pdy = dy, pdx = dx, pdw = dw)
        {
            fixed (nint* xp = Planes(px, shape.Batch * shape.Channels, shape), dyp = Planes(pdy, shape.Batch * shape.Filters, shape), dxp = Planes(pdx, shape.Batch * shape.Channels, shape))
                ISpectralConvolution.Create(InstructionSets.Widest, pool).Backward(shape, (float**)xp, (float**)dyp, pw, (float**)dxp, pdw, team);
        }

        return (dx, dw);
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
