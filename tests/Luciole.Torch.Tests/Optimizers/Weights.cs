using Luciole.Torch.Modules;

namespace Luciole.Torch.Tests;

/// <summary>Parameters to be moved: a matrix, a bias, and one that never gets a gradient.</summary>
internal sealed class Weights : Module
{
    public Weights()
    {
        Matrix = AddParameter("matrix", Tensor.From(Values(35, 1), 5, 7));
        Bias = AddParameter("bias", Tensor.From(Values(19, 2), 19));
        Unused = AddParameter("unused", Tensor.From(Values(3, 3), 3));
    }

    public Tensor Matrix { get; }

    public Tensor Bias { get; }

    public Tensor Unused { get; }

    /// <summary>Gives the matrix and the bias the gradients of one step.</summary>
    public void SetGradients(int step)
    {
        using var scope = new TensorScope();
        Matrix.Gradient = Tensor.From(Values(35, 10 + step), 5, 7);
        Bias.Gradient = Tensor.From(Values(19, 20 + step), 19);
    }

    public static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
