using Luciole.Kernels.Attention;

namespace Luciole.Kernels.Tests.Attention;

/// <summary>Self-attention and its gradient written out in double precision, with the whole matrix of weights.</summary>
internal static class AttentionByLoops
{
    public static double[] Forward(AttentionShape s, double[] input)
    {
        var output = new double[(long)s.Batch * s.Length * s.Width];
        for (var head = 0; head < s.AllHeads; head++)
        {
            for (var q = 0; q < s.Length; q++)
            {
                var weights = Weights(s, input, head, q);
                for (var i = 0; i < s.Features; i++)
                    output[Output(s, head, q, i)] = Enumerable.Range(0, s.Length).Sum(k => weights[k] * input[Input(s, head, 2, k, i)]);
            }
        }

        return output;
    }

    public static double[] Backward(AttentionShape s, double[] input, double[] outputGradient)
    {
        var gradient = new double[input.Length];
        for (var head = 0; head < s.AllHeads; head++)
        {
            for (var q = 0; q < s.Length; q++)
            {
                var weights = Weights(s, input, head, q);
                var ofWeights = Enumerable.Range(0, s.Length)
                    .Select(k => Enumerable.Range(0, s.Features).Sum(i => outputGradient[Output(s, head, q, i)] * input[Input(s, head, 2, k, i)])).ToArray();
                var mean = weights.Zip(ofWeights, (w, g) => w * g).Sum();
                for (var k = 0; k < s.Length; k++)
                {
                    var ofScore = weights[k] * (ofWeights[k] - mean) / Math.Sqrt(s.Features);
                    for (var i = 0; i < s.Features; i++)
                    {
                        gradient[Input(s, head, 0, q, i)] += ofScore * input[Input(s, head, 1, k, i)];
                        gradient[Input(s, head, 1, k, i)] += ofScore * input[Input(s, head, 0, q, i)];
                        gradient[Input(s, head, 2, k, i)] += weights[k] * outputGradient[Output(s, head, q, i)];
                    }
                }
            }
        }

        return gradient;
    }

    private static double[] Weights(AttentionShape s, double[] input, int head, int q)
    {
        var scores = Enumerable.Range(0, s.Length)
            .Select(k => Enumerable.Range(0, s.Features).Sum(i => input[Input(s, head, 0, q, i)] * input[Input(s, head, 1, k, i)]) / Math.Sqrt(s.Features)).ToArray();
        var largest = scores.Max();
        var exponentials = Array.ConvertAll(scores, score => Math.Exp(score - largest));
        var sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, e => e / sum);
    }

    private static int Input(AttentionShape s, int head, int part, int token, int i) =>
        ((((((head / s.Heads * s.Length) + token) * 3) + part) * s.Heads) + (head % s.Heads)) * s.Features + i;

    private static int Output(AttentionShape s, int head, int token, int i) =>
        ((((head / s.Heads * s.Length) + token) * s.Heads) + (head % s.Heads)) * s.Features + i;
}
