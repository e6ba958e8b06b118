using Luciole.Kernels.Matrices;
using Luciole.Torch.Autograd;

namespace Luciole.Torch.Cpu;

/// <summary>x W^T + b, or its exact GELU, by our own product. Inputs: x, W, then the bias if there is one.</summary>
internal sealed unsafe class LinearFunction : GradientFunction
{
    private readonly bool _gelu;
    private readonly bool[] _wanted;
    private Tensor? _input;
    private Tensor? _weight;
    private Tensor? _slope;

    private LinearFunction(bool gelu, bool[] wanted) => (_gelu, _wanted) = (gelu, wanted);

    /// <summary>Whether our product is the one to use for these tensors.</summary>
    public static bool Takes(Tensor input, Tensor weight, Tensor? bias)
    {
        if (!CpuMatrix.IsReadable(input) || !CpuMatrix.IsPlain(weight) || !CpuMatrix.IsPlain(bias) || weight.Dimensions != 2 || input.Dimensions == 0)
            return false;
        var shape = weight.Shape;
        return input.Size(-1) == shape[1] && shape[1] > 0 && (bias is null || bias.ElementCount == shape[0])
            && CpuMatrix.IsChosen(input.ElementCount / shape[1], shape[0], shape[1]);
    }

    /// <summary>From <c>[..., in]</c> to <c>[..., out]</c>.</summary>
    public static Tensor Run(Tensor input, Tensor weight, Tensor? bias, bool gelu)
    {
        Tensor[] inputs = bias is null ? [input, weight] : [input, weight, bias];
        if (NoGradScope.GradEnabled && inputs.Any(t => t.RequiresGrad))
            return Apply(new LinearFunction(gelu, Array.ConvertAll(inputs, t => t.RequiresGrad)), inputs)[0];
        using var contiguous = input.Contiguous();
        return Compute(contiguous, weight, bias, gelu, slope: null);
    }

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        using var input = inputs[0].Contiguous();
        using var slope = _gelu ? Tensor.Empty(CpuMatrix.WithLast(input, inputs[1].Size(0))) : null;
        var output = Compute(input, inputs[1], inputs.Length > 2 ? inputs[2] : null, _gelu, slope);
        (_input, _weight) = (Save(input), Save(inputs[1]));
        if (slope is not null)
            _slope = Save(slope);
        return [output];
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        var gradients = new Tensor?[_wanted.Length];
        if (outputGradients[0] is not { } given)
            return gradients;
        using var gradient = _slope is null ? given.Contiguous() : given * _slope;
        var (outputs, inputs) = (_weight!.Size(0), _weight.Size(1));
        if (_wanted[0])
            gradients[0] = CpuMatrix.InputGradient(gradient, _weight, _input!.Shape);
        if (_wanted[1])
            gradients[1] = CpuMatrix.WeightGradient(gradient, _input!, outputs, inputs);
        if (_wanted.Length > 2 && _wanted[2])
            gradients[2] = CpuMatrix.BiasGradient(gradient, outputs);
        return gradients;
    }

    private static Tensor Compute(Tensor input, Tensor weight, Tensor? bias, bool gelu, Tensor? slope)
    {
        var output = Tensor.Empty(CpuMatrix.WithLast(input, weight.Size(0)));
        CpuMatrix.Linear(input, weight, output, new ProductEpilogue { Bias = CpuMatrix.Floats(bias), Gelu = gelu, GeluDerivative = CpuMatrix.Floats(slope) });
        return output;
    }
}
