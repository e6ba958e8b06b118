using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Convolution;

/// <summary>
/// Convolution with large kernels by overlap-save: tiles, fast Fourier transforms, a complex matrix product at every frequency.
/// Images are given by pointers to their channels, image after image, each channel's rows without gaps; so a concatenation is read, and a
/// part of a larger tensor written, where it lies.
/// <para>
/// A value in the input that is not finite makes all results of the tiles that see it NaN, and no others. In a backward pass
/// the gradient of the weights then is NaN throughout.
/// </para>
/// </summary>
public unsafe interface ISpectralConvolution
{
    private const int FewestPairsForKeeping = 16;

    /// <summary>The convolution for a kind of register; it keeps nothing but tables between calls.</summary>
    static ISpectralConvolution Create(InstructionSet set, WorkspacePool workspaces) => set switch
    {
        InstructionSet.Avx512 => new SpectralConvolution<Lanes512, System.Runtime.Intrinsics.Vector512<float>>(workspaces),
        InstructionSet.Avx2 => new SpectralConvolution<Lanes256, System.Runtime.Intrinsics.Vector256<float>>(workspaces),
        InstructionSet.Portable => new SpectralConvolution<LanesPortable, System.Numerics.Vector<float>>(workspaces),
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "not an instruction set"),
    };

    /// <summary>Whether there is a tile for the kernel: it is odd, from 3 to 37 pixels.</summary>
    static bool Takes(ConvolutionShape shape) => shape.Kernel % 2 == 1 && shape.Kernel >= 3 && TileSize.Fitting(shape.Kernel).Any();

    /// <summary>About how long a forward pass takes, weights and all.</summary>
    static double EstimatedSeconds(ConvolutionShape shape, int threads) =>
        TileSize.Fitting(shape.Kernel).Min(t => TileSize.Cost(shape, t)) * 1e-9 / threads;

    /// <summary>Whether kept spectra save time: where few tiles see them, reading them takes as long as making them.</summary>
    static bool IsWorthKeeping(ConvolutionShape shape) => new TileGrid(shape, TileSize.Choose(shape)).Pairs >= FewestPairsForKeeping;

    /// <summary>Bytes that <see cref="TransformWeights"/> would take.</summary>
    long SpectraBytes(ConvolutionShape shape);

    /// <summary>The spectra of weights <c>[K, C, k, k]</c>, for convolutions of this shape; good until the weights change.</summary>
    WeightSpectra TransformWeights(ConvolutionShape shape, float* weight, WorkTeam team);

    /// <summary>y = epilogue(x * w).</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="input">N C pointers.</param>
    /// <param name="weight"><c>[K, C, k, k]</c>.</param>
    /// <param name="spectra">Of these weights, or null: then they are transformed for this call.</param>
    /// <param name="output">N K pointers.</param>
    /// <param name="epilogue">What happens to the results.</param>
    /// <param name="team">The threads.</param>
    void Forward(ConvolutionShape shape, float** input, float* weight, WeightSpectra? spectra, float** output, Epilogue epilogue, WorkTeam team);

    /// <summary>From the gradient of the output to that of the input and of the weights.</summary>
    /// <param name="shape">The shape of the forward convolution.</param>
    /// <param name="input">N C pointers; null when the gradient of the weights is not wanted.</param>
    /// <param name="outputGradient">N K pointers.</param>
    /// <param name="weight"><c>[K, C, k, k]</c>.</param>
    /// <param name="inputGradient">N C pointers; null when not wanted.</param>
    /// <param name="weightGradient"><c>[K, C, k, k]</c>, overwritten; null when not wanted.</param>
    /// <param name="team">The threads.</param>
    void Backward(ConvolutionShape shape, float** input, float** outputGradient, float* weight, float** inputGradient, float* weightGradient, WorkTeam team);
}
