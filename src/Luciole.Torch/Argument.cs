using Luciole.Torch.Native;

namespace Luciole.Torch;

/// <summary>One argument of an operator: a tensor, a number, a list, a text, a device, or nothing.</summary>
public readonly struct Argument
{
    private Argument(NativeTag tag, object? reference = null, long integer = 0, double real = 0)
    {
        Tag = tag;
        Reference = reference;
        Integer = integer;
        Real = real;
    }

    /// <summary>No value: an optional argument left out.</summary>
    public static Argument None => default;

    internal NativeTag Tag { get; }

    internal object? Reference { get; }

    internal long Integer { get; }

    internal double Real { get; }

    /// <summary>A tensor, or nothing when it is null.</summary>
    public static implicit operator Argument(Tensor? value) => value is null ? default : new(NativeTag.Tensor, value);

    /// <summary>An integer; also an enumeration such as a scalar type.</summary>
    public static implicit operator Argument(long value) => new(NativeTag.Int, integer: value);

    /// <summary>A real number.</summary>
    public static implicit operator Argument(double value) => new(NativeTag.Double, real: value);

    /// <summary>A truth value.</summary>
    public static implicit operator Argument(bool value) => new(NativeTag.Bool, integer: value ? 1 : 0);

    /// <summary>A list of integers, or nothing when it is null.</summary>
    public static implicit operator Argument(long[]? value) => value is null ? default : new(NativeTag.IntList, value);

    /// <summary>A list of real numbers.</summary>
    public static implicit operator Argument(double[] value) => new(NativeTag.DoubleList, value);

    /// <summary>A list of truth values.</summary>
    public static implicit operator Argument(bool[] value) => new(NativeTag.BoolList, value);

    /// <summary>A list of tensors.</summary>
    public static implicit operator Argument(Tensor[] value) => new(NativeTag.TensorList, value);

    /// <summary>A text.</summary>
    public static implicit operator Argument(string value) => new(NativeTag.String, value);

    /// <summary>An element type.</summary>
    public static implicit operator Argument(ScalarType value) => new(NativeTag.Int, integer: (long)value);

    /// <summary>A device.</summary>
    public static implicit operator Argument(Device value) =>
        new(NativeTag.Device, integer: (long)value.Kind, real: value.Kind == DeviceKind.Cpu ? -1 : value.Index);

    /// <summary>A list of tensors some of which may be absent, as indexing takes.</summary>
    public static Argument Optionals(params Tensor?[] value) => new(NativeTag.OptionalTensorList, value);
}
