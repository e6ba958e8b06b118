using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Luciole.Torch;

/// <content>Making tensors.</content>
public sealed unsafe partial class Tensor
{
    private const long PreservedStrides = 1;

    /// <summary>Elements of any value.</summary>
    public static Tensor Empty(long[] shape, ScalarType type = ScalarType.Float32, Device device = default) =>
        Aten.Empty.Call(shape, type, default, device, default, default);

    /// <summary>
    /// Elements of any value on the processor, in memory that a GPU reads by itself (<see cref="PinMemory"/>); ordinary memory where there is no GPU.
    /// </summary>
    public static Tensor EmptyPinned(long[] shape, ScalarType type = ScalarType.Float32) =>
        Aten.Empty.Call(shape, type, default, Device.Cpu, Cuda.CudaDevices.Count > 0, default);

    /// <summary>Elements of any value, with the shape, device and strides of another tensor.</summary>
    public static Tensor EmptyLike(Tensor other, ScalarType type) => Aten.EmptyLike.Call(other, type, default, default, default, PreservedStrides);

    /// <summary>Elements 0.</summary>
    public static Tensor Zeros(long[] shape, ScalarType type = ScalarType.Float32, Device device = default) =>
        Aten.Zeros.Call(shape, type, default, device, default);

    /// <summary>Elements 1.</summary>
    public static Tensor Ones(long[] shape, ScalarType type = ScalarType.Float32, Device device = default) =>
        Aten.Ones.Call(shape, type, default, device, default);

    /// <summary>Elements <paramref name="value"/>.</summary>
    public static Tensor Full(long[] shape, double value, ScalarType type = ScalarType.Float32, Device device = default) =>
        Aten.Full.Call(shape, value, type, default, device, default);

    /// <summary>0, 1, 2, ... <paramref name="count"/> - 1.</summary>
    public static Tensor Arange(long count, ScalarType type = ScalarType.Int64, Device device = default) =>
        Aten.Arange.Call(count, type, default, device, default);

    /// <summary>Uniform on [0, 1), from libtorch's default generator of the device.</summary>
    public static Tensor Rand(long[] shape, Device device = default) =>
        Aten.Rand.Call(shape, ScalarType.Float32, default, device, default);

    /// <summary>Standard normal, from libtorch's default generator of the device.</summary>
    public static Tensor Randn(long[] shape, Device device = default) =>
        Aten.Randn.Call(shape, ScalarType.Float32, default, device, default);

    /// <summary>A tensor of one value and no axes.</summary>
    public static Tensor Scalar(double value, ScalarType type = ScalarType.Float32, Device device = default) => Full([], value, type, device);

    /// <summary>A tensor on the processor with a copy of <paramref name="values"/>, in C order.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, params long[] shape)
        where T : unmanaged
    {
        var tensor = Empty(shape, TypeOf<T>());
        if (tensor.ElementCount != values.Length)
        {
            tensor.Dispose();
            throw new ArgumentException($"{values.Length} values do not fill the shape [{string.Join(", ", shape)}].", nameof(shape));
        }

        values.CopyTo(tensor.AsSpan<T>());
        return tensor;
    }

    /// <summary>A tensor on the processor with a copy of <paramref name="values"/>, in C order.</summary>
    public static Tensor From<T>(T[] values, params long[] shape)
        where T : unmanaged => From((ReadOnlySpan<T>)values, shape);

    /// <summary>The bytes of a contiguous tensor on the processor, of any length, in pieces of at most 2^30.</summary>
    public void CopyBytesTo(Stream destination)
    {
        using var detached = Detach();
        using var host = detached.To(Device.Cpu);
        using var contiguous = host.Contiguous();
        var length = contiguous.ElementCount * contiguous.ItemSize;
        for (long at = 0; at < length; at += 1 << 30)
            destination.Write(new ReadOnlySpan<byte>((byte*)contiguous.DataPointer + at, (int)Math.Min(1 << 30, length - at)));
        GC.KeepAlive(contiguous);
    }

    private static ScalarType TypeOf<T>()
        where T : unmanaged => default(T) switch
        {
            float => ScalarType.Float32,
            double => ScalarType.Float64,
            long => ScalarType.Int64,
            int => ScalarType.Int32,
            short => ScalarType.Int16,
            byte => ScalarType.Byte,
            sbyte => ScalarType.SByte,
            bool => ScalarType.Bool,
            Half => ScalarType.Float16,
            _ => throw new NotSupportedException($"No tensor of {typeof(T).Name}."),
        };
}
