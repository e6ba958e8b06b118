using Luciole.Torch.Native;

namespace Luciole.Torch.Precision;

/// <summary>
/// Inside an <see cref="Autocast"/>: this thread's operators on one kind of device are not cast until it is disposed. Tensors that are in 16
/// bits already stay so; convert them first. Outside nothing happens.
/// </summary>
public sealed class SinglePrecision : IDisposable
{
    private readonly DeviceKind _kind;
    private int _type;

    /// <summary>Begins.</summary>
    public SinglePrecision(DeviceKind kind)
    {
        _kind = kind;
        _type = LibLucioleTorch.AutocastGet((int)kind);
        Switch(enabled: 0);
    }

    /// <summary>Casts operators again, where they were.</summary>
    public void Dispose()
    {
        Switch(enabled: 1);
        _type = -1;
    }

    // Entered and left at once: the weights that are kept belong to the scope outside.
    private void Switch(int enabled)
    {
        if (_type < 0)
            return;
        LibLucioleTorch.Check(LibLucioleTorch.AutocastEnter((int)_kind, _type, out _, out _));
        LibLucioleTorch.Check(LibLucioleTorch.AutocastLeave((int)_kind, enabled, _type));
    }
}
