using Luciole.Kernels.Convolution;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cpu;

/// <summary>The convolution of maps side by side, and its gradients. Inputs: the maps, the weight, the bias if there is one.</summary>
/// <param name="maps">How many maps.</param>
/// <param name="hasBias">Whether there is a bias.</param>
internal sealed unsafe class LargeKernelFunction(int maps, bool hasBias) : GradientFunction
{
    private readonly bool[] _isWanted = new bool[maps + 2];
    private Tensor[] _maps = [];
    private Tensor? _weight;

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
            _isWanted[i] = inputs[i].RequiresGrad;
        _maps = [.. inputs.Take(maps).Select(Save)];
        _weight = Save(inputs[maps]);
        var bias = hasBias ? inputs[maps + 1].DataPointer : 0;
        return [LargeKernelConvolution.Compute(_maps, _weight, new Epilogue(0, bias, Relu: false), spectra: null)];
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        var result = new Tensor?[maps + (hasBias ? 2 : 1)];
        if (outputGradients[0] is not { } given)
            return result;
        using var copy = TensorPlanes.Of(given) is null ? given.Contiguous() : null;
        var gradient = copy ?? given;
        var isInputWanted = _isWanted.AsSpan(0, maps).Contains(true);
        for (var i = 0; isInputWanted && i < maps; i++)
            result[i] = Tensor.Empty(_maps[i].Shape);
        if (_isWanted[maps])
            result[maps] = Tensor.Empty(_weight!.Shape);
        if (hasBias && _isWanted[maps + 1])
            result[maps + 1] = gradient.Sum([0, 2, 3]);
        Compute(gradient, isInputWanted ? result.Take(maps).Select(t => t!).ToArray() : null, result[maps]);
        return result;
    }

    private void Compute(Tensor gradient, Tensor[]? inputGradients, Tensor? weightGradient)
    {
        if (inputGradients is null && weightGradient is null)
            return;
        var shape = LargeKernelConvolution.ShapeOf(_maps, _weight!);
        var toInput = inputGradients is null ? null : LargeKernelConvolution.Pointers(inputGradients);
        fixed (nint* input = LargeKernelConvolution.Pointers(_maps), output = LargeKernelConvolution.Pointers([gradient]), back = toInput)
        {
            LargeKernelConvolution.Kernels.Backward(
                shape,
                weightGradient is null ? null : (float**)input,
                (float**)output,
                TensorPlanes.Floats(_weight!),
                (float**)back,
                weightGradient is null ? null : TensorPlanes.Floats(weightGradient),
                CpuCompute.Team);
        }
    }
}
