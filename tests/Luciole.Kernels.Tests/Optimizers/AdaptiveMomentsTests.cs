using Luciole.Kernels.Optimizers;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Tests.Optimizers;

public sealed unsafe class AdaptiveMomentsTests
{
    public static TheoryData<InstructionSet, int> Cases { get; } =
        [.. Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported).SelectMany(set => new[] { 1, 7, 16, 100_003 }.Select(count => (set, count)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Three_steps_are_the_rule_in_double_precision(InstructionSet set, int count)
    {
        using var team = new WorkTeam(2);
        var random = new Random(count);
        float[] Draw() => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
        var (weights, means, squares) = (Draw(), new float[count], new float[count]);
        var w = Array.ConvertAll(weights, v => (double)v);
        var (m, v) = (new double[count], new double[count]);
        for (var t = 1; t <= 3; t++)
        {
            var rule = new AdaptiveMomentRule(0.99, 0.05, 0.8, 0.95, Math.Sqrt(1 - Math.Pow(0.95, t)), 1e-6, 0.02 / (1 - Math.Pow(0.8, t)));
            var gradients = Draw();
            fixed (float* pw = weights, pg = gradients, pm = means, pv = squares)
                AdaptiveMoments.Step(rule, pw, pg, pm, pv, count, team, set);
            for (var i = 0; i < count; i++)
            {
                w[i] *= 0.99;
                var g = gradients[i] + (0.05 * w[i]);
                m[i] = (0.8 * m[i]) + (0.2 * g);
                v[i] = (0.95 * v[i]) + (0.05 * g * g);
                w[i] -= rule.StepSize * m[i] / ((Math.Sqrt(v[i]) / rule.Correction) + 1e-6);
            }
        }

        static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);
        Compare.RelativeToLargest(Floats(w), weights, 1e-6, "weights");
        Compare.RelativeToLargest(Floats(m), means, 1e-6, "means");
        Compare.RelativeToLargest(Floats(v), squares, 1e-6, "squares");
    }
}
