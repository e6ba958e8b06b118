namespace Luciole.Kernels.Convolution;

/// <summary>Where the kernel from an input channel to an output channel lies.</summary>
/// <param name="first">From channel 0 to channel 0.</param>
/// <param name="inputStep">Floats to the next input channel.</param>
/// <param name="outputStep">Floats to the next output channel.</param>
/// <param name="isFlipped">Whether kernels are turned by 180 degrees.</param>
internal readonly unsafe struct KernelAddress(float* first, nint inputStep, nint outputStep, bool isFlipped)
{
    /// <summary>Floats to the next input channel.</summary>
    public readonly nint InputStep = inputStep;

    /// <summary>Floats to the next output channel.</summary>
    public readonly nint OutputStep = outputStep;

    /// <summary>Whether kernels are turned by 180 degrees.</summary>
    public readonly bool IsFlipped = isFlipped;

    private readonly float* _first = first;

    /// <summary>The kernel from <paramref name="input"/> to <paramref name="output"/>.</summary>
    public float* At(int input, int output) => _first + (input * InputStep) + (output * OutputStep);

    /// <summary>The kernels of a convolution.</summary>
    public static KernelAddress Forward(ConvolutionShape shape, float* weight) =>
        new(weight, (nint)shape.Kernel * shape.Kernel, (nint)shape.Channels * shape.Kernel * shape.Kernel, isFlipped: false);

    /// <summary>Those from the gradient of its output to that of its input.</summary>
    public static KernelAddress Backward(ConvolutionShape shape, float* weight) =>
        new(weight, (nint)shape.Channels * shape.Kernel * shape.Kernel, (nint)shape.Kernel * shape.Kernel, isFlipped: true);
}
