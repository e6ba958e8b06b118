using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Luciole.Torch.Native;

namespace Luciole.Torch;

/// <summary>
/// One operator of libtorch, found by its schema name (<c>aten::add</c>) and overload (<c>Tensor</c>). Autograd and devices work
/// through it as they do in Python. Looked up at the first call and remembered.
/// </summary>
public sealed unsafe class Operator(string name, string overload = "")
{
    private const int ResultCapacity = 16;
    private nint _handle;
    private volatile bool _looked;

    /// <summary>The schema name with its overload.</summary>
    public string Name => overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>Whether this libtorch has the operator: choose by this, not by version numbers.</summary>
    public bool Exists => Handle != 0;

    private nint Handle
    {
        get
        {
            if (!_looked)
            {
                // By way of a local: another thread must never see the field half set.
                LibLucioleTorch.Check(LibLucioleTorch.OperatorFind(name, overload, out var found));
                _handle = found;
                _looked = true;
            }

            return _handle;
        }
    }

    /// <summary>Calls an operator that returns one tensor.</summary>
    /// <exception cref="TorchException">libtorch refused; the message is its first line.</exception>
    public Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1, out _);
        return result.Tag == NativeTag.Tensor ? new Tensor(result.Pointer) : throw new InvalidOperationException($"{Name} returned no tensor.");
    }

    /// <summary>Calls an operator that returns one integer.</summary>
    public long CallInteger(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1, out _);
        return result.Tag == NativeTag.Int ? result.Integer : throw new InvalidOperationException($"{Name} returned no integer.");
    }

    /// <summary>Calls an operator that returns one truth value.</summary>
    public bool CallBoolean(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1, out _);
        return result.Tag == NativeTag.Bool ? result.Integer != 0 : throw new InvalidOperationException($"{Name} returned no truth value.");
    }

    /// <summary>Calls an operator that changes its first argument in place; the returned alias is dropped.</summary>
    public void CallInPlace(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[ResultCapacity];
        Invoke(arguments, results, ResultCapacity, out var count);
        for (var i = 0; i < count; i++)
        {
            foreach (var tensor in TakeTensors(results[i]))
                LibLucioleTorch.TensorFree(tensor);
        }
    }

    /// <summary>Calls an operator that returns several tensors, or a list of them; absent ones are null.</summary>
    public Tensor?[] CallMany(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[ResultCapacity];
        Invoke(arguments, results, ResultCapacity, out var count);
        var tensors = new List<Tensor?>(count);
        for (var i = 0; i < count; i++)
        {
            if (results[i].Tag == NativeTag.None)
                tensors.Add(null);
            foreach (var tensor in TakeTensors(results[i]))
                tensors.Add(new Tensor(tensor));
        }

        return [.. tensors];
    }

    private static nint[] TakeTensors(in NativeValue value)
    {
        if (value.Tag == NativeTag.Tensor)
            return [value.Pointer];
        if (value.Tag != NativeTag.TensorList)
            return [];
        var handles = new ReadOnlySpan<nint>((void*)value.Pointer, value.Count).ToArray();
        LibLucioleTorch.TensorListFree(value.Pointer);
        return handles;
    }

    private void Invoke(ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity, out int count)
    {
        if (Handle == 0)
            throw new NotSupportedException($"This libtorch ({Runtime.TorchRuntime.Version}) has no operator {Name}.");
        var scratch = 0;
        foreach (var argument in arguments)
            scratch += ScratchBytes(argument);

        if (scratch > 1 << 18)
            throw new ArgumentException($"{Name}: an argument list of {scratch} bytes is too long; pass a tensor instead.", nameof(arguments));

        // Lists cross the border in one block that lives on the stack for the length of the call.
        var block = stackalloc byte[scratch + 8];
        block = (byte*)(((nint)block + 7) & ~7);
        var native = stackalloc NativeValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
            native[i] = Convert(arguments[i], ref block);
        LibLucioleTorch.Check(LibLucioleTorch.OperatorCall(Handle, native, arguments.Length, results, capacity, out count));
        foreach (var argument in arguments)
            GC.KeepAlive(argument.Reference);
    }

    private static int ScratchBytes(in Argument argument) => argument.Reference switch
    {
        long[] list => list.Length * sizeof(long),
        double[] list => list.Length * sizeof(double),
        bool[] list => (list.Length + 7) & ~7,
        Tensor?[] list => list.Length * sizeof(nint),
        string text => (Encoding.UTF8.GetByteCount(text) + 7) & ~7,
        _ => 0,
    };

    private static NativeValue Convert(in Argument argument, ref byte* block)
    {
        var value = new NativeValue { Tag = argument.Tag };
        switch (argument.Reference)
        {
            case Tensor tensor:
                value.Pointer = tensor.Handle;
                return value;
            case long[] list:
                return List(value, MemoryMarshal.AsBytes(list.AsSpan()), list.Length, ref block);
            case double[] list:
                return List(value, MemoryMarshal.AsBytes(list.AsSpan()), list.Length, ref block);
            case bool[] list:
                return List(value, MemoryMarshal.AsBytes(list.AsSpan()), list.Length, ref block);
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                return List(value, utf8, utf8.Length, ref block);
            case Tensor?[] list:
                var handles = (nint*)block;
                for (var i = 0; i < list.Length; i++)
                    handles[i] = list[i]?.Handle ?? 0;
                value.Pointer = (nint)block;
                value.Count = list.Length;
                block += list.Length * sizeof(nint);
                return value;
        }

        if (argument.Tag == NativeTag.Double)
            value.Real = argument.Real;
        else
            value.Integer = argument.Integer;
        if (argument.Tag == NativeTag.Device)
            value.Count = (int)argument.Real;
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static NativeValue List(NativeValue value, ReadOnlySpan<byte> bytes, int count, ref byte* block)
    {
        bytes.CopyTo(new Span<byte>(block, bytes.Length));
        value.Pointer = (nint)block;
        value.Count = count;
        block += (bytes.Length + 7) & ~7;
        return value;
    }
}
