using Luciole.Torch.Profiling;

namespace Luciole.Torch;

/// <content>Shapes, views and types. Views share the elements of this tensor.</content>
public sealed partial class Tensor
{
    /// <summary>Another shape of the same elements; one size may be -1.</summary>
    public Tensor Reshape(params long[] shape) => Aten.Reshape.Call(this, shape);

    /// <summary>The axes in another order.</summary>
    public Tensor Permute(params long[] axes) => Aten.Permute.Call(this, axes);

    /// <summary>Two axes exchanged.</summary>
    public Tensor Transpose(long first, long second) => Aten.Transpose.Call(this, first, second);

    /// <summary>The axes from <paramref name="first"/> to <paramref name="last"/> made one.</summary>
    public Tensor Flatten(long first = 0, long last = -1) => Aten.Flatten.Call(this, first, last);

    /// <summary>A new axis of size 1.</summary>
    public Tensor Unsqueeze(long axis) => Aten.Unsqueeze.Call(this, axis);

    /// <summary>Without an axis of size 1.</summary>
    public Tensor Squeeze(long axis) => Aten.Squeeze.Call(this, axis);

    /// <summary>Axes of size 1 repeated without copying; -1 keeps a size.</summary>
    public Tensor Expand(params long[] shape) => Aten.Expand.Call(this, shape, false);

    /// <summary>Repeated by copying, so many times per axis.</summary>
    public Tensor Repeat(params long[] times) => Aten.Repeat.Call(this, times);

    /// <summary>Elements <paramref name="start"/> to <paramref name="end"/> - 1 along an axis.</summary>
    public Tensor Slice(long axis, long start, long end, long step = 1) => Aten.Slice.Call(this, axis, start, end, step);

    /// <summary>One index along an axis, which disappears.</summary>
    public Tensor Select(long axis, long index) => Aten.Select.Call(this, axis, index);

    /// <summary>All slices along an axis, which disappears.</summary>
    public Tensor[] Unbind(long axis) => Aten.Unbind.CallMany(this, axis)!;

    /// <summary>Elements picked along an axis by a tensor of indices.</summary>
    public Tensor Gather(long axis, Tensor index) => Aten.Gather.Call(this, axis, index, false);

    /// <summary>The indices that would sort along an axis in ascending order; equal elements keep their order.</summary>
    public Tensor ArgsortStable(long axis) => Aten.Argsort.Call(this, true, axis, false);

    /// <summary>Reversed along some axes.</summary>
    public Tensor Flip(params long[] axes) => Aten.Flip.Call(this, axes);

    /// <summary>Turned by quarter turns in the plane of two axes.</summary>
    public Tensor Rot90(long turns, long[] axes) => Aten.Rot90.Call(this, turns, axes);

    /// <summary>Joined along an axis that all have.</summary>
    public static Tensor Cat(long axis, params Tensor[] tensors)
    {
        using var section = LayerClock.Measure(LayerKind.Concatenation);
        return Aten.Cat.Call(tensors, axis);
    }

    /// <summary>Tensors of one shape, one after the other along a new axis.</summary>
    public static Tensor Stack(long axis, params Tensor[] tensors) => Aten.Stack.Call(tensors, axis);

    /// <summary>In C order without gaps; itself when it is so already.</summary>
    public Tensor Contiguous() => Aten.Contiguous.Call(this, 0L);

    /// <summary>A copy.</summary>
    public Tensor Clone() => Aten.Clone.Call(this, default);

    /// <summary>The same elements, not followed by autograd.</summary>
    public Tensor Detach() => Aten.Detach.Call(this);

    /// <summary>Converted to an element type; itself when it has that type.</summary>
    public Tensor To(ScalarType type) => Aten.ToType.Call(this, type, false, false, default);
}
