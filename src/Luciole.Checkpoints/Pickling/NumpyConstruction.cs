using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>The calls by which NumPy pickles scalars and arrays. Arrays become tensors in memory.</summary>
internal sealed class NumpyConstruction(CheckpointFile file, PickleBudget budget)
{
    private static readonly PickleGlobal ScalarClass = new("numpy", "generic", GlobalKind.Object, null);
    private static readonly PickleGlobal ArrayClass = new("numpy", "ndarray", GlobalKind.Object, null);

    /// <summary>scalar(dtype, bytes): a float, an integer or a truth value; other scalars stay as objects.</summary>
    public PickleValue Scalar(PickleGlobal global, PickleTuple arguments)
    {
        if (arguments is not [PickleObject { ClassName: "numpy.dtype" } dtype, var data])
            throw Arguments(global);
        if (TypeOf(dtype) is not { } type || Bytes(data) is not { } raw)
            return new PickleObject(ScalarClass, arguments, isNew: false);
        if (raw.Length != type.Element.Size())
            throw Arguments(global);
        var bytes = raw.ToArray();
        if (type.IsBigEndian)
            bytes.AsSpan().Reverse();
        switch (type.Element)
        {
            case ElementType.Bool:
                return PickleBool.Of(bytes[0] != 0);
            case ElementType.Float16:
                return new PickleFloat((double)BinaryPrimitives.ReadHalfLittleEndian(bytes));
            case ElementType.Float32:
                return new PickleFloat(BinaryPrimitives.ReadSingleLittleEndian(bytes));
            case ElementType.Float64:
                return new PickleFloat(BinaryPrimitives.ReadDoubleLittleEndian(bytes));
            case ElementType.Complex64 or ElementType.Complex128:
                return new PickleObject(ScalarClass, arguments, isNew: false);
            case ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64:
                return new PickleInteger(new BigInteger(bytes, isUnsigned: true));
            default:
                return new PickleInteger(new BigInteger(bytes));
        }
    }

    /// <summary>An array's state: (version, shape, dtype, is_fortran, bytes).</summary>
    public PickleValue Array(PickleValue state)
    {
        if (state is not PickleTuple { Count: 5 } parts || parts[1] is not PickleTuple shape || parts[2] is not PickleObject { ClassName: "numpy.dtype" } dtype)
            throw file.Damaged("a NumPy array's state does not fit");
        return MakeArray(parts, shape, dtype, parts[3].AsBool == true, parts[4]);
    }

    /// <summary>_frombuffer(buffer, dtype, shape, order) of protocol 5.</summary>
    public PickleValue FromBuffer(PickleGlobal global, PickleTuple arguments)
    {
        if (arguments is not [var data, PickleObject { ClassName: "numpy.dtype" } dtype, PickleTuple shape, PickleString order, ..])
            throw Arguments(global);
        return MakeArray(arguments, shape, dtype, order.Value == "F", data);
    }

    private PickleValue MakeArray(PickleTuple parts, PickleTuple shapeItems, PickleObject dtype, bool isFortran, PickleValue data)
    {
        if (TypeOf(dtype) is not { } type || Bytes(data) is not { } bytes)
            return new PickleObject(ArrayClass, parts, isNew: false);
        if (shapeItems.Count > 64 || shapeItems.Any(s => s.AsInt64 is null))
            throw file.Damaged("a NumPy array's shape is not one");
        var shape = shapeItems.Select(s => s.AsInt64!.Value).ToArray();
        var strides = isFortran ? TensorLayout.ColumnMajor(shape) : TensorLayout.RowMajor(shape);
        if (TensorLayout.Check(type.Element, bytes.Length, 0, shape, strides) is { } problem)
            throw file.Damaged($"a NumPy array {problem}");
        return new CheckpointTensor(new MemoryStorage(bytes, type.IsBigEndian), type.Element, shape, strides, 0, requiresGrad: false, isParameter: false);
    }

    /// <summary>The element type of dtype('f8', ...) with the state (3, '&lt;', ...); null for strings, objects, records, dates.</summary>
    private static (ElementType Element, bool IsBigEndian)? TypeOf(PickleObject dtype)
    {
        if (dtype.Arguments.Count == 0 || dtype.Arguments[0].AsString is not { } code)
            return null;
        var isBig = code.StartsWith('>') || (dtype.State?.AsItems is { Count: > 1 } state && state[1].AsString == ">");
        ElementType? element = code.TrimStart('<', '>', '=', '|') switch
        {
            "f2" => ElementType.Float16,
            "f4" => ElementType.Float32,
            "f8" => ElementType.Float64,
            "i1" => ElementType.Int8,
            "i2" => ElementType.Int16,
            "i4" => ElementType.Int32,
            "i8" => ElementType.Int64,
            "u1" => ElementType.UInt8,
            "u2" => ElementType.UInt16,
            "u4" => ElementType.UInt32,
            "u8" => ElementType.UInt64,
            "b1" => ElementType.Bool,
            "c8" => ElementType.Complex64,
            "c16" => ElementType.Complex128,
            _ => null,
        };
        return element is null ? null : (element.Value, isBig);
    }

    /// <summary>The bytes of an array; Python 2 spelt them as a string.</summary>
    private ReadOnlyMemory<byte>? Bytes(PickleValue value)
    {
        switch (value)
        {
            case PickleBytes bytes:
                return bytes.Value;
            case PickleString text:
                budget.Copy(text.Value.Length);
                return Encoding.UTF8.GetBytes(text.Value);
            default:
                return null;
        }
    }

    private InputException Arguments(PickleGlobal global) =>
        file.Damaged($"{global.FullName} is called with arguments that do not fit");
}
