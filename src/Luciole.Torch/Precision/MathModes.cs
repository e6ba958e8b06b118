using Luciole.Torch.Native;

namespace Luciole.Torch.Precision;

/// <summary>How CUDA's libraries compute, for the whole process. Nothing of it concerns the processor.</summary>
public static class MathModes
{
    /// <summary>Whether products and convolutions of single precision may round their factors to TF32's 10 bits.</summary>
    public static bool TensorFloat32 => Read().TensorFloat32;

    /// <summary>Whether cuDNN times its ways of a convolution at each new shape and takes the fastest.</summary>
    public static bool CudnnAutotuning => Read().CudnnAutotuning;

    /// <summary>Whether the same input always gives the same bits.</summary>
    public static bool Deterministic => Read().Deterministic;

    /// <summary>
    /// Sets all three. Call it before the GPU's first work: cuBLAS reads its part of determinism when it starts. Determinism excludes
    /// autotuning; operators that have no deterministic way (gradients of mirrored padding) warn and go on.
    /// </summary>
    /// <param name="tensorFloat32">Whether single precision may be TF32.</param>
    /// <param name="cudnnAutotuning">Whether cuDNN times its ways; without effect where <paramref name="deterministic"/> is set.</param>
    /// <param name="deterministic">Whether results must be the same each time.</param>
    public static void Set(bool tensorFloat32, bool cudnnAutotuning, bool deterministic) =>
        LibLucioleTorch.Check(LibLucioleTorch.MathModesSet(tensorFloat32 ? 1 : 0, cudnnAutotuning ? 1 : 0, deterministic ? 1 : 0));

    private static (bool TensorFloat32, bool CudnnAutotuning, bool Deterministic) Read()
    {
        LibLucioleTorch.MathModesGet(out var tensorFloat32, out var autotuning, out var deterministic);
        return (tensorFloat32 != 0, autotuning != 0, deterministic != 0);
    }
}
