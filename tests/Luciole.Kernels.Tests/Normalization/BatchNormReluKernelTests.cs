using Luciole.Kernels.Normalization;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Tests.Normalization;

public sealed unsafe class BatchNormReluKernelTests
{
    private const double Epsilon = 1e-5;

    [Theory]
    [InlineData(InstructionSet.Portable, 1)]
    [InlineData(InstructionSet.Portable, 2)]
    [InlineData(InstructionSet.Avx2, 1)]
    [InlineData(InstructionSet.Avx2, 2)]
    [InlineData(InstructionSet.Avx512, 1)]
    [InlineData(InstructionSet.Avx512, 2)]
    public void Every_register_and_team_gives_what_double_precision_gives(InstructionSet set, int threads)
    {
        if (!InstructionSets.IsSupported(set))
            Assert.Skip($"{set} is not on this machine");
        const int Images = 2;
        const int Channels = 3;
        const int Pixels = 20_011;
        var random = new Random(1);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 1.5f)];
        var (x, dy, weight, bias) = (Numbers(Images * Channels * Pixels), Numbers(Images * Channels * Pixels), Numbers(Channels), Numbers(Channels));
        var (y, dx, dWeight, dBias, mean, variance) = (new float[x.Length], new float[x.Length], new float[Channels], new float[Channels], new double[Channels], new double[Channels]);
        using var team = new WorkTeam(threads);
        fixed (float* px = x, pdy = dy, pw = weight, pb = bias, py = y, pdx = dx, pdw = dWeight, pdb = dBias)
        fixed (double* pm = mean, pv = variance)
        {
            Planes Of(float* first) => new(first, Channels * Pixels, Pixels, Images, Channels, Pixels);
            BatchNormRelu.Train(team, set, Of(px), Of(py), pw, pb, Epsilon, pm, pv);
            BatchNormReluGradient.Run(team, set, Of(px), Of(pdy), Of(pdx), new BatchNormChannels
            {
                Mean = pm,
                Variance = pv,
                Epsilon = Epsilon,
                Weight = pw,
                Bias = pb,
                WeightGradient = pdw,
                BiasGradient = pdb,
            });
        }

        for (var c = 0; c < Channels; c++)
        {
            int[] places = [.. Enumerable.Range(0, x.Length).Where(i => i / Pixels % Channels == c)];
            var m = places.Average(i => (double)x[i]);
            var v = places.Average(i => (x[i] - m) * (x[i] - m));
            var s = Math.Sqrt(v + Epsilon);
            double Normalized(int i) => (x[i] - m) / s;
            double Through(int i) => (weight[c] * Normalized(i)) + bias[c] > 0 ? dy[i] : 0;
            var (sum, product) = (places.Sum(Through), places.Sum(i => Through(i) * Normalized(i)));
            Assert.Equal(m, mean[c], 3e-8);
            Assert.Equal(v, variance[c], 1e-7);
            Assert.Equal(sum, dBias[c], 1e-5 * places.Length);
            Assert.Equal(product, dWeight[c], 1e-5 * places.Length);
            var worst = places.Max(i => Math.Abs(y[i] - Math.Max(0, (weight[c] * Normalized(i)) + bias[c])));
            Assert.InRange(worst, 0, 2e-6);

            // Values within rounding of 0 may fall on either side.
            worst = places.Where(i => Math.Abs((weight[c] * Normalized(i)) + bias[c]) > 1e-5)
                .Max(i => Math.Abs(dx[i] - (weight[c] / s * (Through(i) - (sum / places.Length) - (Normalized(i) * product / places.Length)))));
            Assert.InRange(worst, 0, 1e-5);
        }
    }
}
