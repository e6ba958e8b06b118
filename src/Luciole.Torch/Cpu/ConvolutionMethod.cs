namespace Luciole.Torch.Cpu;

/// <summary>How a convolution is computed.</summary>
internal enum ConvolutionMethod
{
    /// <summary>By libtorch, tap by tap.</summary>
    Direct,

    /// <summary>By Fourier transforms of our own.</summary>
    Fourier,
}
