using System.Runtime.InteropServices;

namespace Luciole.Torch.Native;

/// <summary>Owns one native reference to a tensor; the finaliser is the safety net, scopes are the rule.</summary>
internal sealed class TensorHandle : SafeHandle
{
    private static long s_alive;

    public TensorHandle(nint handle)
        : base(0, ownsHandle: true)
    {
        SetHandle(handle);
        Interlocked.Increment(ref s_alive);
    }

    /// <summary>Handles not yet freed in this process: what leak tests count.</summary>
    public static long Alive => Interlocked.Read(ref s_alive);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibLucioleTorch.TensorFree(handle);
        Interlocked.Decrement(ref s_alive);
        return true;
    }
}
