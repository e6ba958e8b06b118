using Luciole.Torch.Native;

namespace Luciole.Torch;

/// <content>Gradients.</content>
public sealed partial class Tensor
{
    /// <summary>The accumulated gradient as a new handle, or null when there is none. Setting null clears it.</summary>
    public Tensor? Gradient
    {
        get
        {
            LibLucioleTorch.Check(LibLucioleTorch.GradientGet(Handle, out var gradient));
            GC.KeepAlive(this);
            return gradient == 0 ? null : new Tensor(gradient);
        }

        set
        {
            LibLucioleTorch.Check(LibLucioleTorch.GradientSet(Handle, value?.Handle ?? 0));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }
    }

    /// <summary>
    /// Adds the gradients of this tensor (one element, or weighted by <paramref name="seed"/> of its shape) to the leaves it came from.
    /// </summary>
    public void Backward(Tensor? seed = null, bool retainGraph = false)
    {
        LibLucioleTorch.Check(LibLucioleTorch.BackwardRun(Handle, seed?.Handle ?? 0, retainGraph ? 1 : 0, 0));
        GC.KeepAlive(this);
        GC.KeepAlive(seed);
    }

    /// <summary>Gives this tensor another tensor's elements and place, as Python's <c>tensor.data = other</c>; history stays.</summary>
    public void ReplaceData(Tensor data) => Aten.SetData.CallInPlace(this, data);
}
