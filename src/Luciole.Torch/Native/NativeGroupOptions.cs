using System.Runtime.InteropServices;

namespace Luciole.Torch.Native;

/// <summary>lt_group_options.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeGroupOptions
{
    public int Nccl;
    public byte* Name;
    public int Rank;
    public int Ranks;
    public int TimeoutMilliseconds;
    public byte* OwnAddress;
}
