using System.Runtime.InteropServices;

namespace Luciole.Torch.Native;

/// <summary>lt_store_options.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeStoreOptions
{
    public int Kind;
    public byte* Address;
    public int Port;
    public int ListeningSocket;
    public int Rank;
    public int Ranks;
    public int TimeoutMilliseconds;
}
