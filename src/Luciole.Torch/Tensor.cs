using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Luciole.Torch.Native;

namespace Luciole.Torch;

/// <summary>
/// An n-dimensional array of libtorch, on the processor or a GPU, that autograd may follow. Owned by the innermost
/// <see cref="TensorScope"/> at its creation, or by its holder, who disposes it. Not safe for disposal while another thread uses it.
/// </summary>
public sealed unsafe partial class Tensor : IDisposable
{
    private readonly TensorHandle _handle;

    internal Tensor(nint handle)
    {
        _handle = new TensorHandle(handle);
        TensorScope.Adopt(this);
    }

    /// <summary>How many tensor handles live in this process; tests of ownership count them.</summary>
    public static long AliveCount => TensorHandle.Alive;

    /// <summary>The shape, outermost axis first, for instance <c>[N, C, H, W]</c>.</summary>
    public long[] Shape
    {
        get
        {
            ReadLayout(out var sizes, out _);
            return sizes;
        }
    }

    /// <summary>Elements to step over per axis.</summary>
    public long[] Strides
    {
        get
        {
            ReadLayout(out _, out var strides);
            return strides;
        }
    }

    /// <summary>Number of axes.</summary>
    public int Dimensions => Info.Dimensions;

    /// <summary>Number of elements.</summary>
    public long ElementCount => Info.ElementCount;

    /// <summary>Bytes of one element.</summary>
    public int ItemSize => Info.ItemSize;

    /// <summary>The element type.</summary>
    public ScalarType ScalarType => (ScalarType)Info.ScalarType;

    /// <summary>Whether the elements are real floating-point numbers.</summary>
    public bool IsFloatingPoint => ScalarType is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    /// <summary>Where the elements lie.</summary>
    public Device Device
    {
        get
        {
            var info = Info;
            return new Device((DeviceKind)info.DeviceType, Math.Max(0, info.DeviceIndex));
        }
    }

    /// <summary>Whether autograd follows this tensor.</summary>
    public bool RequiresGrad
    {
        get => Info.RequiresGrad != 0;
        set
        {
            LibLucioleTorch.Check(LibLucioleTorch.RequiresGradSet(Handle, value ? 1 : 0));
            GC.KeepAlive(this);
        }
    }

    /// <summary>Whether the elements lie in C order without gaps.</summary>
    public bool IsContiguous => Info.IsContiguous != 0;

    /// <summary>How often libtorch has changed the elements in place: a number to recognise changes by.</summary>
    public long Version => Aten.Version.CallInteger(this);

    /// <summary>Whether the tensor was freed.</summary>
    public bool IsDisposed => _handle.IsClosed;

    internal TensorScope? Scope { get; set; }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return _handle.DangerousGetHandle();
        }
    }

    private NativeTensorInfo Info
    {
        get
        {
            LibLucioleTorch.Check(LibLucioleTorch.TensorInfoGet(Handle, out var info));
            GC.KeepAlive(this);
            return info;
        }
    }

    /// <summary>The size of one axis; negative axes count from the last.</summary>
    public long Size(int axis)
    {
        var shape = Shape;
        return shape[axis < 0 ? axis + shape.Length : axis];
    }

    /// <summary>The elements in place, for a contiguous tensor on the processor. Valid while the tensor lives.</summary>
    /// <exception cref="InvalidOperationException">Not contiguous, not on the processor, another element size, or over 2^31 elements.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        var info = Info;
        if (info.DeviceType != (int)DeviceKind.Cpu || info.IsContiguous == 0 || info.ItemSize != Unsafe.SizeOf<T>() || info.ElementCount > int.MaxValue)
            throw new InvalidOperationException($"A {(ScalarType)info.ScalarType} tensor of shape [{string.Join(", ", Shape)}] on {Device} cannot be seen as a span of {typeof(T).Name}.");
        LibLucioleTorch.Check(LibLucioleTorch.TensorData(Handle, out var data));
        return new Span<T>((void*)data, (int)info.ElementCount);
    }

    /// <summary>The address of the first element.</summary>
    public nint DataPointer
    {
        get
        {
            LibLucioleTorch.Check(LibLucioleTorch.TensorData(Handle, out var data));
            GC.KeepAlive(this);
            return data;
        }
    }

    /// <summary>A copy of the elements in C order, fetched from the device and made contiguous when needed.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        using var host = Device.Kind == DeviceKind.Cpu ? Alias() : To(Device.Cpu);
        using var contiguous = host.Contiguous();
        var values = contiguous.AsSpan<T>().ToArray();
        GC.KeepAlive(contiguous);
        return values;
    }

    /// <summary>The only element, as a double; synchronises with the device.</summary>
    public double Item()
    {
        if (ElementCount != 1)
            throw new InvalidOperationException($"Item needs one element; the tensor has {ElementCount}.");
        using var value = Detach();
        using var wide = value.To(ScalarType.Float64);
        return wide.ToArray<double>()[0];
    }

    /// <summary>A second handle to the same tensor, same autograd history included.</summary>
    public Tensor Alias()
    {
        LibLucioleTorch.Check(LibLucioleTorch.TensorShare(Handle, out var result));
        GC.KeepAlive(this);
        return new Tensor(result);
    }

    /// <summary>Frees this reference.</summary>
    public void Dispose()
    {
        if (_handle.IsClosed)
            return;
        Scope?.Forget(this);
        Scope = null;
        _handle.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => IsDisposed ? "Tensor (disposed)" : $"{ScalarType} [{string.Join(", ", Shape)}] on {Device}";

    private void ReadLayout(out long[] sizes, out long[] strides)
    {
        var dimensions = Info.Dimensions;
        sizes = new long[dimensions];
        strides = new long[dimensions];
        fixed (long* s = sizes, t = strides)
            LibLucioleTorch.Check(LibLucioleTorch.TensorSizes(Handle, s, t));
        GC.KeepAlive(this);
    }
}
