using Luciole.Torch.Autograd;

namespace Luciole.Torch.Modules;

/// <summary>First values of weights, from libtorch's generator of the processor.</summary>
public static class Initialization
{
    /// <summary>
    /// Every convolution and linear layer below <paramref name="root"/>: Xavier uniform weights, biases 0; transposed convolutions:
    /// uniform on +-1 / sqrt(out * kernel area), weights and biases, which is PyTorch's own default. Normalisation layers keep 1 and 0.
    /// </summary>
    public static void XavierThroughout(Module root)
    {
        foreach (var module in root.SelfAndParts())
        {
            switch (module)
            {
                case Conv2d convolution:
                    XavierUniform(convolution.Weight);
                    Fill(convolution.Bias, 0);
                    break;
                case Linear linear:
                    XavierUniform(linear.Weight);
                    Fill(linear.Bias, 0);
                    break;
                case ConvTranspose2d transposed:
                    var fanIn = transposed.Weight.ElementCount / transposed.Weight.Size(0);
                    Uniform(transposed.Weight, 1 / Math.Sqrt(fanIn));
                    if (transposed.Bias is { } bias)
                        Uniform(bias, 1 / Math.Sqrt(fanIn));
                    break;
            }
        }
    }

    /// <summary>
    /// Uniform on +-sqrt(6 / (fan in + fan out)) (Glorot and Bengio, "Understanding the difficulty of training deep feedforward
    /// neural networks"); a kernel's area counts in both fans.
    /// </summary>
    public static void XavierUniform(Tensor weight)
    {
        var shape = weight.Shape;
        var area = shape.Skip(2).Aggregate(1L, (a, b) => a * b);
        Uniform(weight, Math.Sqrt(6.0 / ((shape[0] + shape[1]) * area)));
    }

    /// <summary>Uniform on +-sqrt(6 / (rows + columns)), the tensor seen as a matrix of its first axis against the others.</summary>
    public static void XavierUniformAsMatrix(Tensor weight)
    {
        var rows = weight.Size(0);
        Uniform(weight, Math.Sqrt(6.0 / (rows + (weight.ElementCount / rows))));
    }

    /// <summary>Uniform on [-bound, bound).</summary>
    public static void Uniform(Tensor tensor, double bound)
    {
        using var noGrad = new NoGradScope();
        tensor.UniformInPlace(-bound, bound);
    }

    /// <summary>Normal with mean 0.</summary>
    public static void Normal(Tensor tensor, double standardDeviation)
    {
        using var noGrad = new NoGradScope();
        tensor.NormalInPlace(0, standardDeviation);
    }

    private static void Fill(Tensor? tensor, double value)
    {
        using var noGrad = new NoGradScope();
        tensor?.FillInPlace(value);
    }
}
