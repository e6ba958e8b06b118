namespace Luciole.Torch.Cuda;

/// <summary>What is known of one GPU.</summary>
/// <param name="Index">Its number for libtorch, from 0.</param>
/// <param name="Name">As the driver calls it, for instance "NVIDIA H100 80GB HBM3".</param>
/// <param name="Driver">The driver's version and the newest CUDA it runs, for instance "580.159.04 (CUDA 13.0)"; empty where it does not tell.</param>
/// <param name="Runtime">The version of CUDA that libtorch was built with, for instance "13.0"; empty for a build without CUDA.</param>
/// <param name="ComputeCapability">For instance (9, 0); bfloat16 products need 8.0 or more.</param>
/// <param name="TotalMemory">Bytes.</param>
/// <param name="FreeMemory">Bytes that no process holds. What libtorch's own cache keeps counts as held.</param>
public sealed record CudaDeviceInfo(
    int Index, string Name, string Driver, string Runtime, (int Major, int Minor) ComputeCapability, long TotalMemory, long FreeMemory)
{
    /// <summary>Whether products of bfloat16 run on its matrix units.</summary>
    public bool HasBFloat16 => ComputeCapability.Major >= 8;

    /// <summary>Whether its matrix units take single precision as TF32.</summary>
    public bool HasTensorFloat32 => ComputeCapability.Major >= 8;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name} (cuda:{Index}), {Gibibytes(FreeMemory)} of {Gibibytes(TotalMemory)} GiB free, compute capability {ComputeCapability.Major}.{ComputeCapability.Minor}";

    private static string Gibibytes(long bytes) => FormattableString.Invariant($"{bytes / (double)(1L << 30):F1}");
}
