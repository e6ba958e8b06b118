using Luciole.Kernels.Doubling;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cpu;

/// <summary>Transposed convolution with kernel 2 and stride 2 by our own product. Inputs: x, W, then the bias if there is one.</summary>
internal sealed unsafe class DoublingFunction : GradientFunction
{
    private readonly bool[] _wanted;
    private Tensor? _input;
    private Tensor? _weight;

    private DoublingFunction(bool[] wanted) => _wanted = wanted;

    /// <summary>Whether our product is the one to use for these tensors.</summary>
    public static bool Takes(Tensor input, Tensor weight, Tensor? bias, long stride)
    {
        if (stride != 2 || input.Dimensions != 4 || weight.Dimensions != 4 || !CpuMatrix.IsReadable(input) || !CpuMatrix.IsPlain(weight) || !CpuMatrix.IsPlain(bias))
            return false;
        var (x, w) = (input.Shape, weight.Shape);
        return w[2] == 2 && w[3] == 2 && x[1] == w[0] && (bias is null || bias.ElementCount == w[1]) && x[0] > 0
            && CpuMatrix.IsChosen(4 * w[1], x[2] * x[3], w[0]);
    }

    /// <summary>From <c>[N, in, H, W]</c> to <c>[N, out, 2H, 2W]</c>.</summary>
    public static Tensor Run(Tensor input, Tensor weight, Tensor? bias)
    {
        Tensor[] inputs = bias is null ? [input, weight] : [input, weight, bias];
        if (NoGradScope.GradEnabled && inputs.Any(t => t.RequiresGrad))
            return Apply(new DoublingFunction(Array.ConvertAll(inputs, t => t.RequiresGrad)), inputs)[0];
        using var contiguous = input.Contiguous();
        return Compute(contiguous, weight, bias);
    }

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        using var input = inputs[0].Contiguous();
        (_input, _weight) = (Save(input), Save(inputs[1]));
        return [Compute(input, inputs[1], inputs.Length > 2 ? inputs[2] : null)];
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        var gradients = new Tensor?[_wanted.Length];
        if (outputGradients[0] is not { } given)
            return gradients;
        using var gradient = given.Contiguous();
        var shape = ShapeOf(_input!, _weight!);
        if (_wanted[0])
        {
            var result = gradients[0] = Tensor.Empty(_input!.Shape);
            DoublingConvolution.InputGradient(
                CpuCompute.InstructionSet, CpuCompute.Team, CpuCompute.Workspaces, shape, CpuMatrix.Floats(gradient), CpuMatrix.Floats(_weight), CpuMatrix.Floats(result));
        }

        if (_wanted[1])
        {
            var result = gradients[1] = Tensor.Empty(_weight!.Shape);
            DoublingConvolution.WeightGradient(
                CpuCompute.InstructionSet, CpuCompute.Team, CpuCompute.Workspaces, shape, CpuMatrix.Floats(_input), CpuMatrix.Floats(gradient), CpuMatrix.Floats(result));
        }

        if (_wanted.Length > 2 && _wanted[2])
            gradients[2] = gradient.Sum([0, 2, 3]);
        return gradients;
    }

    private static Tensor Compute(Tensor input, Tensor weight, Tensor? bias)
    {
        var shape = ShapeOf(input, weight);
        var output = Tensor.Empty([shape.Images, shape.Outputs, 2L * shape.Height, 2L * shape.Width]);
        DoublingConvolution.Forward(
            CpuCompute.InstructionSet, CpuCompute.Team, CpuCompute.Workspaces, shape,
            CpuMatrix.Floats(input), CpuMatrix.Floats(weight), CpuMatrix.Floats(bias), CpuMatrix.Floats(output));
        return output;
    }

    private static DoublingShape ShapeOf(Tensor input, Tensor weight)
    {
        var shape = input.Shape;
        return new DoublingShape((int)shape[0], (int)shape[1], (int)weight.Size(1), (int)shape[2], (int)shape[3]);
    }
}
