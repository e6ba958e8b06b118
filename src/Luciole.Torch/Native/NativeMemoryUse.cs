using System.Runtime.InteropServices;

namespace Luciole.Torch.Native;

/// <summary>The memory of tensors on the processor: <c>lt_memory</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeMemoryUse
{
    public long InUse;
    public long Peak;
    public long Kept;
    public long Fresh;
}
