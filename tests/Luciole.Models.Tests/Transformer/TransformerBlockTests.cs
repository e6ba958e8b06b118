using Luciole.Models.Transformer;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

/// <summary>Against the same computation written out in loops.</summary>
public sealed class TransformerBlockTests : IDisposable
{
    private const int Batch = 2;
    private const int Length = 5;
    private const int Width = 6;
    private const int Heads = 3;
    private const int Hidden = 9;
    private const double Epsilon = 1e-2;
    private readonly TensorScope _scope = new();

    public TransformerBlockTests() => RandomState.Seed(3);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(768, 3072, 7_087_872)]
    [InlineData(512, 2048, 3_152_384)]
    public void A_block_has_the_published_number_of_parameters(long width, long hidden, long expected)
    {
        using var block = new TransformerBlock(width, 8, hidden, 1e-5);
        Assert.Equal(expected, block.ParameterCount);
    }

    [Fact]
    public void Attention_is_the_formula()
    {
        using var attention = Randomized(new Attention(Width, Heads));
        var x = Tensor.Randn([Batch, Length, Width]);
        using var noGrad = new NoGradScope();
        Compare.RelativeToLargest(Floats(AttentionByLoops(State(attention), "", Doubles(x))), attention.Forward(x).ToArray<float>(), 1e-5, "attention");
    }

    [Fact]
    public void A_block_is_the_formula()
    {
        using var block = Randomized(new TransformerBlock(Width, Heads, Hidden, Epsilon));
        var x = Tensor.Randn([Batch, Length, Width]);
        var state = State(block);
        var tokens = Doubles(x);
        var attended = Add(tokens, AttentionByLoops(state, "attn.", Normalize(tokens, state["norm1.weight"], state["norm1.bias"])));
        var inner = Linear(Normalize(attended, state["norm2.weight"], state["norm2.bias"]), state["mlp.fc1.weight"], state["mlp.fc1.bias"], Width);
        var activated = inner.Select(v => v * 0.5 * (1 + Erf(v / Math.Sqrt(2)))).ToArray();
        var expected = Add(attended, Linear(activated, state["mlp.fc2.weight"], state["mlp.fc2.bias"], Hidden));
        using var noGrad = new NoGradScope();
        Compare.RelativeToLargest(Floats(expected), block.Forward(x).ToArray<float>(), 1e-5, "block");
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        using var block = GradientCheck.ToDouble(Randomized(new TransformerBlock(Width, Heads, Hidden, Epsilon)));
        var x = Tensor.Randn([Batch, Length, Width]).To(ScalarType.Float64);
        GradientCheck.Run(block, () => block.Forward(x).Square().Sum());
    }

    [Fact]
    public void A_patch_embedding_sees_tokens_row_by_row()
    {
        using var embedding = Randomized(new PatchEmbedding(2, 3, Width));
        var image = Tensor.Randn([1, 2, 6, 9]);
        var state = State(embedding);
        var pixels = Doubles(image);
        var expected = new List<float>();
        for (var token = 0; token < 6; token++)
        {
            for (var feature = 0; feature < Width; feature++)
            {
                var sum = state["proj.bias"][feature];
                for (var i = 0; i < 18; i++)
                {
                    var (c, y, dx) = (i / 9, i / 3 % 3, i % 3);
                    sum += state["proj.weight"][(feature * 18) + i] * pixels[(c * 54) + (((token / 3 * 3) + y) * 9) + (token % 3 * 3) + dx];
                }

                expected.Add((float)sum);
            }
        }

        using var noGrad = new NoGradScope();
        var tokens = embedding.Forward(image);
        Assert.Equal([1L, 6, Width], tokens.Shape);
        Compare.RelativeToLargest([.. expected], tokens.ToArray<float>(), 1e-5, "tokens");
    }

    private static T Randomized<T>(T module)
        where T : Module
    {
        foreach (var (_, tensor, _) in module.Parameters())
            Initialization.Normal(tensor, 0.7);
        return module;
    }

    private static Dictionary<string, double[]> State(Module module) => module.State().ToDictionary(t => t.Name, t => Doubles(t.Tensor));

    private static double[] Doubles(Tensor tensor) => Array.ConvertAll(tensor.ToArray<float>(), v => (double)v);

    private static float[] Floats(double[] values) => Array.ConvertAll(values, v => (float)v);

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double[] Linear(double[] x, double[] weight, double[] bias, int inputs)
    {
        var rows = x.Length / inputs;
        var y = new double[rows * bias.Length];
        for (var r = 0; r < rows; r++)
        {
            for (var o = 0; o < bias.Length; o++)
            {
                y[(r * bias.Length) + o] = bias[o];
                for (var i = 0; i < inputs; i++)
                    y[(r * bias.Length) + o] += weight[(o * inputs) + i] * x[(r * inputs) + i];
            }
        }

        return y;
    }

    private static double[] Normalize(double[] x, double[] weight, double[] bias)
    {
        var y = new double[x.Length];
        for (var row = 0; row < x.Length / Width; row++)
        {
            var values = x.AsSpan(row * Width, Width).ToArray();
            var mean = values.Average();
            var variance = values.Average(v => (v - mean) * (v - mean));
            for (var i = 0; i < Width; i++)
                y[(row * Width) + i] = ((values[i] - mean) / Math.Sqrt(variance + Epsilon) * weight[i]) + bias[i];
        }

        return y;
    }

    private static double[] AttentionByLoops(Dictionary<string, double[]> state, string prefix, double[] x)
    {
        const int Size = Width / Heads;
        var qkv = Linear(x, state[prefix + "qkv.weight"], state[prefix + "qkv.bias"], Width);
        double At(int n, int token, int part, int head, int i) => qkv[(((n * Length) + token) * 3 * Width) + (part * Width) + (head * Size) + i];
        var mixed = new double[x.Length];
        for (var n = 0; n < Batch; n++)
        {
            for (var head = 0; head < Heads; head++)
            {
                for (var q = 0; q < Length; q++)
                {
                    var scores = Enumerable.Range(0, Length)
                        .Select(k => Math.Exp(Enumerable.Range(0, Size).Sum(i => At(n, q, 0, head, i) * At(n, k, 1, head, i)) / Math.Sqrt(Size))).ToArray();
                    for (var i = 0; i < Size; i++)
                        mixed[(((n * Length) + q) * Width) + (head * Size) + i] = Enumerable.Range(0, Length).Sum(k => scores[k] * At(n, k, 2, head, i)) / scores.Sum();
                }
            }
        }

        return Linear(mixed, state[prefix + "proj.weight"], state[prefix + "proj.bias"], Width);
    }

    // The error function by its Taylor series, good to 1e-12 for |x| < 4.
    private static double Erf(double x)
    {
        double sum = 0, term = x;
        for (var n = 0; n < 120; n++)
        {
            sum += term / ((2 * n) + 1);
            term *= -x * x / (n + 1);
        }

        return Math.Abs(x) >= 4 ? Math.Sign(x) : 2 / Math.Sqrt(Math.PI) * sum;
    }
}
