using Luciole.Kernels.Matrices;
using Luciole.Torch.Autograd;

namespace Luciole.Torch.Cpu;

/// <summary>
/// Two linear layers with an exact GELU between, and the residual added. The GELU and its derivative are taken as the products are
/// stored. Inputs: x, W1, b1, W2, b2, residual.
/// </summary>
internal sealed unsafe class PerceptronFunction : GradientFunction
{
    private readonly bool[] _wanted;
    private Tensor? _input;
    private Tensor? _hidden;
    private Tensor? _slope;
    private Tensor? _weight1;
    private Tensor? _weight2;

    private PerceptronFunction(bool[] wanted) => _wanted = wanted;

    /// <summary>Whether our products are the ones to use for these tensors.</summary>
    public static bool Takes(Tensor input, Tensor weight1, Tensor bias1, Tensor weight2, Tensor bias2, Tensor residual)
    {
        if (!LinearFunction.Takes(input, weight1, bias1) || !CpuMatrix.IsPlain(weight2) || !CpuMatrix.IsPlain(bias2) || !CpuMatrix.IsPlain(residual))
            return false;
        var (inputs, outputs, hidden) = (weight1.Size(1), weight2.Size(0), weight2.Size(1));
        return hidden == weight1.Size(0) && bias2.ElementCount == outputs && residual.Shape.SequenceEqual(CpuMatrix.WithLast(input, outputs))
            && CpuMatrix.IsChosen(input.ElementCount / inputs, outputs, hidden);
    }

    /// <summary>From <c>[..., in]</c> to <c>[..., out]</c>.</summary>
    public static Tensor Run(Tensor input, Tensor weight1, Tensor bias1, Tensor weight2, Tensor bias2, Tensor residual)
    {
        Tensor[] inputs = [input, weight1, bias1, weight2, bias2, residual];
        if (NoGradScope.GradEnabled && inputs.Any(t => t.RequiresGrad))
            return Apply(new PerceptronFunction(Array.ConvertAll(inputs, t => t.RequiresGrad)), inputs)[0];
        using var contiguous = input.Contiguous();
        using var hidden = Hidden(contiguous, weight1, bias1, slope: null);
        return Output(hidden, weight2, bias2, residual);
    }

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        using var input = inputs[0].Contiguous();
        using var slope = Tensor.Empty(CpuMatrix.WithLast(input, inputs[1].Size(0)));
        using var hidden = Hidden(input, inputs[1], inputs[2], slope);
        (_input, _hidden, _slope, _weight1, _weight2) = (Save(input), Save(hidden), Save(slope), Save(inputs[1]), Save(inputs[3]));
        return [Output(hidden, inputs[3], inputs[4], inputs[5])];
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        var gradients = new Tensor?[_wanted.Length];
        if (outputGradients[0] is not { } given)
            return gradients;
        using var gradient = given.Contiguous();
        var (hidden, inputs, outputs) = (_weight1!.Size(0), _weight1.Size(1), _weight2!.Size(0));
        if (_wanted[3])
            gradients[3] = CpuMatrix.WeightGradient(gradient, _hidden!, outputs, hidden);
        if (_wanted[4])
            gradients[4] = CpuMatrix.BiasGradient(gradient, outputs);
        if (_wanted[5])
            gradients[5] = given;
        if (!_wanted[0] && !_wanted[1] && !_wanted[2])
            return gradients;
        using var inner = CpuMatrix.InputGradient(gradient, _weight2, _slope!.Shape, new ProductEpilogue { Factor = CpuMatrix.Floats(_slope) });
        if (_wanted[0])
            gradients[0] = CpuMatrix.InputGradient(inner, _weight1, _input!.Shape);
        if (_wanted[1])
            gradients[1] = CpuMatrix.WeightGradient(inner, _input!, hidden, inputs);
        if (_wanted[2])
            gradients[2] = CpuMatrix.BiasGradient(inner, hidden);
        return gradients;
    }

    private static Tensor Hidden(Tensor input, Tensor weight, Tensor bias, Tensor? slope)
    {
        var hidden = Tensor.Empty(CpuMatrix.WithLast(input, weight.Size(0)));
        CpuMatrix.Linear(input, weight, hidden, new ProductEpilogue { Bias = CpuMatrix.Floats(bias), Gelu = true, GeluDerivative = CpuMatrix.Floats(slope) });
        return hidden;
    }

    private static Tensor Output(Tensor hidden, Tensor weight, Tensor bias, Tensor residual)
    {
        var output = Tensor.Empty(CpuMatrix.WithLast(hidden, weight.Size(0)));
        CpuMatrix.Linear(hidden, weight, output, new ProductEpilogue { Bias = CpuMatrix.Floats(bias), Residual = CpuMatrix.Floats(residual) });
        return output;
    }
}
