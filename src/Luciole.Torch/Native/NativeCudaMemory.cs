using System.Runtime.InteropServices;

namespace Luciole.Torch.Native;

/// <summary>The memory of tensors on one GPU: <c>lt_cuda_memory</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeCudaMemory
{
    public long Allocated;
    public long PeakAllocated;
    public long Reserved;
    public long PeakReserved;
}
