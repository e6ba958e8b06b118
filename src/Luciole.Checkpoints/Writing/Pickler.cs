using System.Runtime.CompilerServices;
using System.Text;

namespace Luciole.Checkpoints;

/// <summary>Writes values as torch.save pickles them (protocol 2). What occurs twice is written once and recalled.</summary>
internal sealed class Pickler
{
    private const int DeepestLevel = 500;

    private readonly PickleOutput _output;
    private readonly StorageKeys _storages;
    private readonly Dictionary<object, int> _memo = new(ReferenceOrText.Instance);

    public Pickler(Stream stream, StorageKeys storages)
    {
        _output = new PickleOutput(stream);
        _storages = storages;
    }

    /// <summary>Writes a whole pickle; the entry <c>cfg</c> as CfgNode when asked.</summary>
    public void Write(PickleValue root, bool configurationAsCfgNode)
    {
        _output.Code(Opcode.Proto, 2);
        if (configurationAsCfgNode && root is PickleDict dict && dict["cfg"] is PickleDict)
            WriteDict(dict, 0, (key, value, depth) => WriteValue(value, depth, asCfgNode: key.AsString == "cfg"));
        else
            WriteValue(root, 0, asCfgNode: false);
        _output.Code(Opcode.Stop);
    }

    private void WriteValue(PickleValue value, int depth, bool asCfgNode)
    {
        if (depth > DeepestLevel)
            throw new ArgumentException($"The value is nested more than {DeepestLevel} levels deep, or contains itself.", nameof(value));
        switch (value)
        {
            case PickleNone:
                _output.Code(Opcode.None);
                return;
            case PickleBool truth:
                _output.Bool(truth.Value);
                return;
            case PickleInteger integer:
                _output.Integer(integer.Value);
                return;
            case PickleFloat number:
                _output.Float(number.Value);
                return;
            case PickleString text:
                WriteText(text.Value);
                return;
        }

        if (Recall(value))
            return;
        switch (value)
        {
            case PickleDict dict when asCfgNode:
                WriteCfgNode(dict, depth);
                break;
            case PickleDict dict:
                WriteDict(dict, depth, (_, item, level) => WriteValue(item, level, asCfgNode: false));
                break;
            case PickleList list:
                _output.Code(Opcode.EmptyList);
                Remember(value);
                WriteItems(list, depth, asCfgNode);
                break;
            case PickleTuple tuple:
                WriteTuple(tuple, depth, asCfgNode);
                Remember(value);
                break;
            case PickleSet set:
                WriteGlobal("__builtin__", set.IsFrozen ? "frozenset" : "set");
                _output.Code(Opcode.EmptyList);
                WriteItems(set, depth, asCfgNode: false);
                _output.Code(Opcode.Tuple1);
                _output.Code(Opcode.Reduce);
                Remember(value);
                break;
            case PickleBytes bytes:
                WriteGlobal("_codecs", "encode");
                _output.Text(Encoding.Latin1.GetString(bytes.Value.Span));
                WriteText("latin1");
                _output.Code(Opcode.Tuple2);
                _output.Code(Opcode.Reduce);
                Remember(value);
                break;
            case PickleGlobal global:
                WriteGlobal(global.Module == "builtins" ? "__builtin__" : global.Module, global.Name);
                break;
            case PickleObject made:
                WriteGlobal(made.Class.Module == "builtins" ? "__builtin__" : made.Class.Module, made.Class.Name);
                WriteTuple(made.Arguments, depth, asCfgNode: false);
                _output.Code(made.IsNew ? Opcode.NewObj : Opcode.Reduce);
                Remember(value);
                WriteState(made.State, depth);
                break;
            case CheckpointTensor tensor:
                WriteTensor(tensor);
                Remember(value);
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} cannot be written to a checkpoint.", nameof(value));
        }
    }

    private void WriteDict(PickleDict dict, int depth, Action<PickleValue, PickleValue, int> writeItem)
    {
        if (dict.ClassName == PickleDict.OrderedDict)
        {
            WriteGlobal("collections", "OrderedDict");
            _output.Code(Opcode.EmptyTuple);
            _output.Code(Opcode.Reduce);
        }
        else
        {
            _output.Code(Opcode.EmptyDict);
        }

        Remember(dict);
        WriteEntries(dict, depth, writeItem);
        if (dict.ClassName == PickleDict.OrderedDict)
            WriteState(dict.State, depth);
    }

    private void WriteCfgNode(PickleDict dict, int depth)
    {
        WriteGlobal("yacs.config", "CfgNode");
        _output.Code(Opcode.EmptyTuple);
        _output.Code(Opcode.NewObj);
        Remember(dict);
        WriteEntries(dict, depth, (_, item, level) => WriteValue(item, level, asCfgNode: true));
        var state = dict.ClassName == PickleDict.CfgNode ? dict.State : null;
        WriteState(
            state ?? new PickleDict
            {
                { "__immutable__", true },
                { "__deprecated_keys__", new PickleSet() },
                { "__renamed_keys__", new PickleDict() },
                { "__new_allowed__", false },
            },
            depth);
    }

    private void WriteEntries(PickleDict dict, int depth, Action<PickleValue, PickleValue, int> writeItem)
    {
        if (dict.Count == 0)
            return;
        _output.Code(Opcode.Mark);
        foreach (var (key, item) in dict)
        {
            WriteValue(key, depth + 1, asCfgNode: false);
            writeItem(key, item, depth + 1);
        }

        _output.Code(Opcode.SetItems);
    }

    private void WriteItems(IReadOnlyCollection<PickleValue> items, int depth, bool asCfgNode)
    {
        if (items.Count == 0)
            return;
        _output.Code(Opcode.Mark);
        foreach (var item in items)
            WriteValue(item, depth + 1, asCfgNode);
        _output.Code(Opcode.Appends);
    }

    private void WriteTuple(PickleTuple tuple, int depth, bool asCfgNode)
    {
        if (tuple.Count == 0)
        {
            _output.Code(Opcode.EmptyTuple);
            return;
        }

        _output.Code(Opcode.Mark);
        foreach (var item in tuple)
            WriteValue(item, depth + 1, asCfgNode);
        _output.Code(Opcode.Tuple);
    }

    private void WriteState(PickleValue? state, int depth)
    {
        if (state is null)
            return;
        WriteValue(state, depth + 1, asCfgNode: false);
        _output.Code(Opcode.Build);
    }

    private void WriteTensor(CheckpointTensor tensor)
    {
        if (tensor.IsParameter)
        {
            WriteGlobal("torch._utils", "_rebuild_parameter");
            _output.Code(Opcode.Mark);
        }

        // Types newer than the storage classes travel as bytes with their type beside them.
        var hasStorageClass = tensor.DType.StorageName() is not null;
        WriteGlobal("torch._utils", hasStorageClass ? "_rebuild_tensor_v2" : "_rebuild_tensor_v3");
        _output.Code(Opcode.Mark);
        _output.Code(Opcode.Mark);
        WriteText("storage");
        WriteGlobal(hasStorageClass ? "torch" : "torch.storage", tensor.DType.StorageName() ?? "UntypedStorage");
        WriteText(_storages.KeyOf(tensor.Storage, tensor.DType));
        WriteText("cpu");
        _output.Integer(tensor.Storage.ByteLength / (hasStorageClass ? tensor.DType.Size() : 1));
        _output.Code(Opcode.Tuple);
        _output.Code(Opcode.BinPersId);
        _output.Integer(tensor.StorageOffset);
        WriteNumbers(tensor.Shape);
        WriteNumbers(tensor.Strides);
        _output.Bool(tensor.RequiresGrad);
        WriteNoHooks();
        if (!hasStorageClass)
            WriteGlobal("torch", tensor.DType.TorchName());
        _output.Code(Opcode.Tuple);
        _output.Code(Opcode.Reduce);
        if (!tensor.IsParameter)
            return;
        _output.Bool(tensor.RequiresGrad);
        WriteNoHooks();
        _output.Code(Opcode.Tuple);
        _output.Code(Opcode.Reduce);
    }

    private void WriteNoHooks()
    {
        WriteGlobal("collections", "OrderedDict");
        _output.Code(Opcode.EmptyTuple);
        _output.Code(Opcode.Reduce);
    }

    private void WriteNumbers(long[] numbers)
    {
        _output.Code(Opcode.Mark);
        foreach (var number in numbers)
            _output.Integer(number);
        _output.Code(Opcode.Tuple);
    }

    private void WriteText(string text)
    {
        if (Recall(text))
            return;
        _output.Text(text);
        Remember(text);
    }

    private void WriteGlobal(string module, string name)
    {
        // A line feed cannot stand in a Python name, so this cannot meet a text of the checkpoint by chance.
        var key = $"{module}\n{name}\n";
        if (Recall(key))
            return;
        _output.Global(module, name);
        Remember(key);
    }

    private bool Recall(object value)
    {
        if (!_memo.TryGetValue(value, out var index))
            return false;
        _output.Get(index);
        return true;
    }

    private void Remember(object value)
    {
        _output.Put(_memo.Count);
        _memo.Add(value, _memo.Count);
    }

    /// <summary>Texts are the same when they read the same, other values when they are one instance.</summary>
    private sealed class ReferenceOrText : IEqualityComparer<object>
    {
        public static ReferenceOrText Instance { get; } = new();

        bool IEqualityComparer<object>.Equals(object? x, object? y) =>
            ReferenceEquals(x, y) || (x is string a && y is string b && string.Equals(a, b, StringComparison.Ordinal));

        int IEqualityComparer<object>.GetHashCode(object value) =>
            value is string text ? text.GetHashCode(StringComparison.Ordinal) : RuntimeHelpers.GetHashCode(value);
    }
}
