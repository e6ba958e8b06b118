using Luciole.Kernels.Attention;
using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Tests.Attention;

public sealed unsafe class SelfAttentionTests : IDisposable
{
    // One token; fewer tokens than a register; odd sizes; one more than a block; several blocks; features of no register's width.
    private static readonly AttentionShape[] s_shapes =
    [
        new(1, 1, 1, 1), new(2, 3, 2, 5), new(1, 17, 3, 42), new(1, 97, 2, 64), new(2, 96, 1, 32), new(1, 200, 1, 24), new(1, 289, 2, 7),
    ];

    private readonly WorkspacePool _workspaces = new(1 << 24);
    private readonly WorkTeam _team = new(2);

    public static TheoryData<InstructionSet, int> Cases { get; } =
        [.. Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported).SelectMany(set => s_shapes.Select((_, i) => (set, i)))];

    public static TheoryData<InstructionSet> Sets { get; } = [.. Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported)];

    public void Dispose()
    {
        _team.Dispose();
        _workspaces.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_the_whole_matrix_in_double_precision(InstructionSet set, int index)
    {
        var shape = s_shapes[index];
        var (input, gradient) = Arrays(shape, 2);
        var (output, inputGradient) = Run(shape, input, gradient, _team, set);
        Compare.RelativeToLargest(Floats(AttentionByLoops.Forward(shape, Doubles(input))), output, 1e-6, "output");
        Compare.RelativeToLargest(Floats(AttentionByLoops.Backward(shape, Doubles(input), Doubles(gradient))), inputGradient, 2e-6, "gradient");
    }

    [Fact]
    public void The_gradient_in_loops_is_the_difference_quotient_of_the_formula()
    {
        var shape = new AttentionShape(1, 4, 2, 3);
        var (input, gradient) = Arrays(shape, 1);
        var (x, g) = (Doubles(input), Doubles(gradient));
        var analytic = AttentionByLoops.Backward(shape, x, g);
        const double Step = 1e-6;
        for (var i = 0; i < x.Length; i++)
        {
            double At(double value)
            {
                var moved = (double[])x.Clone();
                moved[i] = value;
                return AttentionByLoops.Forward(shape, moved).Zip(g, (o, w) => o * w).Sum();
            }

            Assert.Equal((At(x[i] + Step) - At(x[i] - Step)) / (2 * Step), analytic[i], 1e-8);
        }
    }

    [Theory]
    [InlineData(2, 6)]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    public void One_thread_and_several_give_the_same(int batch, int heads)
    {
        var shape = new AttentionShape(batch, 250, heads, 16);
        var (input, gradient) = Arrays(shape, 2);
        using var alone = new WorkTeam(1);
        using var four = new WorkTeam(4);
        var one = Run(shape, input, gradient, alone, InstructionSets.Widest);
        foreach (var team in new[] { _team, four })
        {
            var several = Run(shape, input, gradient, team, InstructionSets.Widest);
            Compare.RelativeToLargest(one.Output, several.Output, 1e-6, "output");
            Compare.RelativeToLargest(one.InputGradient, several.InputGradient, 1e-6, "gradient");
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Large_scores_neither_overflow_nor_lose_the_others(InstructionSet set)
    {
        // The largest scores are near 4000 and come late, so that earlier blocks are scaled down to nothing.
        var shape = new AttentionShape(1, 300, 1, 8);
        var (input, gradient) = Arrays(shape, 2);
        for (var token = 0; token < shape.Length; token++)
        {
            for (var i = 0; i < 2 * shape.Features; i++)
                input[(token * 3 * shape.Features) + i] *= token >= 200 ? 50 : 0.5f;
        }

        var (output, inputGradient) = Run(shape, input, gradient, _team, set);
        Compare.RelativeToLargest(Floats(AttentionByLoops.Forward(shape, Doubles(input))), output, 1e-4, "output");
        Compare.RelativeToLargest(Floats(AttentionByLoops.Backward(shape, Doubles(input), Doubles(gradient))), inputGradient, 1e-3, "gradient");
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_query_that_is_not_a_number_spoils_its_own_output_and_a_key_that_is_not_all_of_its_head(InstructionSet set)
    {
        var shape = new AttentionShape(1, 150, 2, 8);
        foreach (var value in new[] { float.NaN, float.PositiveInfinity })
        {
            var (input, gradient) = Arrays(shape, 1);
            input[(120 * 3 * shape.Width) + 3] = value;
            var output = Run(shape, input, gradient, _team, set).Output;
            for (var token = 0; token < shape.Length; token++)
            {
                for (var i = 0; i < shape.Width; i++)
                    Assert.Equal(token == 120 && i < shape.Features, float.IsNaN(output[(token * shape.Width) + i]));
            }
        }

        var (keys, _) = Arrays(shape, 1);
        keys[(120 * 3 * shape.Width) + shape.Width + 3] = float.NaN;
        var spoilt = Run(shape, keys, new float[keys.Length / 3], _team, set).Output;
        for (var i = 0; i < spoilt.Length; i++)
            Assert.Equal(i % shape.Width < shape.Features, float.IsNaN(spoilt[i]));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Scores_of_minus_infinity_have_no_weight(InstructionSet set)
    {
        // The first hundred keys, a block and a bit, lie infinitely far from a query of ones.
        var shape = new AttentionShape(1, 120, 1, 4);
        var (input, gradient) = Arrays(shape, 1);
        for (var token = 0; token < shape.Length; token++)
        {
            for (var i = 0; i < 4; i++)
                (input[(token * 12) + i], input[(token * 12) + 4 + i]) = (1, token < 100 ? (i == 0 ? float.NegativeInfinity : 0) : 1);
        }

        var output = Run(shape, input, gradient, _team, set).Output;
        for (var i = 0; i < 4; i++)
            Assert.Equal(Enumerable.Range(100, 20).Average(token => input[(token * 12) + 8 + i]), output[i], 1e-6);
    }

    [Fact]
    public void Scratch_memory_stays_the_same_over_many_calls()
    {
        var shape = new AttentionShape(1, 64, 2, 16);
        var (input, gradient) = Arrays(shape, 1);
        Run(shape, input, gradient, _team, InstructionSets.Widest);
        var kept = _workspaces.KeptBytes;
        for (var i = 0; i < 100; i++)
            Run(shape, input, gradient, _team, InstructionSets.Widest);
        Assert.Equal(kept, _workspaces.KeptBytes);
    }

    private (float[] Output, float[] InputGradient) Run(AttentionShape shape, float[] input, float[] gradient, WorkTeam team, InstructionSet set)
    {
        var (output, logSums, inputGradient) = (new float[gradient.Length], new float[shape.AllHeads * shape.Length], new float[input.Length]);
        Array.Fill(inputGradient, float.NaN);
        fixed (float* x = input, y = output, l = logSums, dy = gradient, dx = inputGradient)
        {
            SelfAttention.Forward(shape, x, y, l, team, _workspaces, set);
            SelfAttention.Backward(shape, new AttentionGradients(x, y, l, dy, dx), team, _workspaces, set);
        }

        return (output, inputGradient);
    }

    private static (float[] Input, float[] Gradient) Arrays(AttentionShape shape, double scale)
    {
        var random = new Random(shape.Length + shape.Features);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(scale * ((2 * random.NextDouble()) - 1)))];
        var outputs = shape.Batch * shape.Length * shape.Width;
        return (Draw(3 * outputs), Draw(outputs));
    }

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, v => (double)v);

    private static float[] Floats(double[] values) => Array.ConvertAll(values, v => (float)v);
}
