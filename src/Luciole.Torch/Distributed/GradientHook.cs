using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Luciole.Torch.Native;

namespace Luciole.Torch.Distributed;

/// <summary>Calls back each time a parameter has received its gradient in a backward pass, perhaps on another thread.</summary>
internal sealed unsafe class GradientHook : IDisposable
{
    private readonly Action _heard;
    private GCHandle _self;
    private nint _registration;

    public GradientHook(Tensor parameter, Action heard)
    {
        _heard = heard;
        _self = GCHandle.Alloc(this);
        try
        {
            LibLucioleTorch.Check(LibLucioleTorch.GradientHookAdd(parameter.Handle, &Heard, GCHandle.ToIntPtr(_self), out _registration));
        }
        catch
        {
            _self.Free();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_registration == 0)
            return;
        LibLucioleTorch.GradientHookRemove(_registration);
        _registration = 0;
        _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Heard(nint state)
    {
        try
        {
            ((GradientHook)GCHandle.FromIntPtr(state).Target!)._heard();
            return 0;
        }
        catch (Exception e)
        {
            LibLucioleTorch.SetError(e is TorchException torch ? torch.NativeText : $"{e.GetType().Name}: {e.Message}");
            return 1;
        }
    }
}
