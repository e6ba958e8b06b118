using System.Numerics;
using System.Text;

namespace Luciole.Checkpoints;

/// <summary>
/// Reads pickles of protocols 0 to 5 into inert values. It runs nothing: a name in the pickle is looked up in <see cref="AllowedGlobals"/>
/// and a call becomes a value, or the pickle is refused. It does not recurse, so no nesting can overflow the stack.
/// </summary>
internal sealed class Unpickler
{
    private const int LargestInteger = 4096;

    private readonly CheckpointFile _file;
    private readonly PickleInput _input;
    private readonly PickleBudget _budget;
    private readonly PickleStack _stack;
    private readonly Dictionary<uint, PickleValue> _memo = [];
    private readonly PickleConstruction _construction;
    private readonly Func<PickleValue, PickleValue>? _loadPersistent;

    /// <summary>Starts at the input's position. <paramref name="loadPersistent"/> gives the value of a persistent id; null where there are none.</summary>
    public Unpickler(CheckpointFile file, PickleInput input, PickleBudget budget, Func<PickleValue, PickleValue>? loadPersistent = null)
    {
        _file = file;
        _input = input;
        _budget = budget;
        _stack = new PickleStack(file);
        _construction = new PickleConstruction(file, budget);
        _loadPersistent = loadPersistent;
    }

    /// <summary>Reads one pickle, up to and with its STOP.</summary>
    /// <exception cref="Files.InputException">The pickle is damaged, or holds what is not allowed.</exception>
    public PickleValue Load()
    {
        while (true)
        {
            _budget.Step();
            var code = _input.ReadByte();
            if (code == (byte)Opcode.Stop)
                return _stack.Pop();
            Execute((Opcode)code);
        }
    }

    private void Execute(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Proto:
                var protocol = _input.ReadByte();
                if (protocol > 5)
                    throw _file.Error($"its pickle has protocol {protocol}, and this program reads protocols 0 to 5; save it with torch.save's default protocol");
                break;
            case Opcode.Frame:
                if (_input.ReadUInt64() > (ulong)_input.Remaining)
                    throw _file.Damaged("a frame reaches beyond the end");
                break;
            case Opcode.Mark:
                _stack.Mark();
                break;
            case Opcode.Pop:
                _stack.PopValueOrMark();
                break;
            case Opcode.PopMark:
                _stack.PopToMark();
                break;
            case Opcode.Dup:
                _stack.Push(_stack.Top);
                break;
            case Opcode.ReadOnlyBuffer:
                break;
            case Opcode.None:
                _stack.Push(PickleNone.Instance);
                break;
            case Opcode.NewTrue:
                _stack.Push(PickleBool.True);
                break;
            case Opcode.NewFalse:
                _stack.Push(PickleBool.False);
                break;
            case Opcode.BinInt1:
                _stack.Push(new PickleInteger(_input.ReadByte()));
                break;
            case Opcode.BinInt2:
                _stack.Push(new PickleInteger(_input.ReadUInt16()));
                break;
            case Opcode.BinInt:
                _stack.Push(new PickleInteger((int)_input.ReadUInt32()));
                break;
            case Opcode.Long1:
                PushLong(_input.ReadByte());
                break;
            case Opcode.Long4:
                PushLong(_input.ReadUInt32());
                break;
            case Opcode.BinFloat:
                _stack.Push(new PickleFloat(_input.ReadBigEndianDouble()));
                break;
            case Opcode.Int or Opcode.Long or Opcode.Float or Opcode.String or Opcode.Unicode:
                _stack.Push(PickleLiterals.Parse(opcode, _input.ReadLine()) ?? throw _file.Damaged("a number or string is not one"));
                break;
            case Opcode.ShortBinUnicode:
                PushText(_input.ReadByte());
                break;
            case Opcode.BinUnicode:
                PushText(_input.ReadUInt32());
                break;
            case Opcode.BinUnicode8:
                PushText(_input.ReadUInt64());
                break;
            case Opcode.ShortBinString:
                _stack.Push(PickleLiterals.Python2String(_input.ReadBytes(_input.ReadByte())));
                break;
            case Opcode.BinString:
                _stack.Push(PickleLiterals.Python2String(_input.ReadBytes(_input.ReadUInt32())));
                break;
            case Opcode.ShortBinBytes:
                _stack.Push(new PickleBytes(_input.ReadBytes(_input.ReadByte())));
                break;
            case Opcode.BinBytes:
                _stack.Push(new PickleBytes(_input.ReadBytes(_input.ReadUInt32())));
                break;
            case Opcode.BinBytes8 or Opcode.ByteArray8:
                _stack.Push(new PickleBytes(_input.ReadBytes(_input.ReadUInt64())));
                break;
            case Opcode.EmptyList:
                _stack.Push(new PickleList());
                break;
            case Opcode.EmptyDict:
                _stack.Push(new PickleDict());
                break;
            case Opcode.EmptySet:
                _stack.Push(new PickleSet());
                break;
            case Opcode.EmptyTuple:
                _stack.Push(new PickleTuple());
                break;
            case Opcode.Tuple1:
                _stack.Push(new PickleTuple(_stack.Pop()));
                break;
            case Opcode.Tuple2:
                var second = _stack.Pop();
                _stack.Push(new PickleTuple(_stack.Pop(), second));
                break;
            case Opcode.Tuple3:
                var last = _stack.Pop();
                var middle = _stack.Pop();
                _stack.Push(new PickleTuple(_stack.Pop(), middle, last));
                break;
            case Opcode.Tuple:
                _stack.Push(new PickleTuple(_stack.PopToMark()));
                break;
            case Opcode.List:
                _stack.Push(new PickleList(_stack.PopToMark()));
                break;
            case Opcode.Dict:
                var dict = new PickleDict();
                _construction.SetItems(dict, _stack.PopToMark());
                _stack.Push(dict);
                break;
            case Opcode.FrozenSet:
                var frozen = new PickleSet(isFrozen: true);
                _construction.AddItems(frozen, _stack.PopToMark());
                _stack.Push(frozen);
                break;
            case Opcode.Append:
                var item = _stack.Pop();
                _construction.Append(_stack.Top, [item]);
                break;
            case Opcode.Appends:
                var items = _stack.PopToMark();
                _construction.Append(_stack.Top, items);
                break;
            case Opcode.SetItem:
                var value = _stack.Pop();
                var key = _stack.Pop();
                _construction.SetItems(_stack.Top, [key, value]);
                break;
            case Opcode.SetItems:
                var pairs = _stack.PopToMark();
                _construction.SetItems(_stack.Top, pairs);
                break;
            case Opcode.AddItems:
                var members = _stack.PopToMark();
                _construction.AddItems(_stack.Top, members);
                break;
            case Opcode.Put:
                Put(MemoIndex());
                break;
            case Opcode.BinPut:
                Put(_input.ReadByte());
                break;
            case Opcode.LongBinPut:
                Put(_input.ReadUInt32());
                break;
            case Opcode.Memoize:
                Put((uint)_memo.Count);
                break;
            case Opcode.Get:
                Get(MemoIndex());
                break;
            case Opcode.BinGet:
                Get(_input.ReadByte());
                break;
            case Opcode.LongBinGet:
                Get(_input.ReadUInt32());
                break;
            default:
                ExecuteObject(opcode);
                break;
        }
    }

    /// <summary>The opcodes by which Python names and makes objects.</summary>
    private void ExecuteObject(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Global:
                var module = PickleLiterals.Text(_input.ReadLine());
                _stack.Push(FindGlobal(module, PickleLiterals.Text(_input.ReadLine())));
                break;
            case Opcode.StackGlobal:
                var name = _stack.Pop().AsString;
                if (name is null || _stack.Pop().AsString is not { } home)
                    throw _file.Damaged("a global's name is not a string");
                _stack.Push(FindGlobal(home, name));
                break;
            case Opcode.Reduce:
                var arguments = Arguments(_stack.Pop());
                _stack.Push(_construction.Call(_stack.Pop(), arguments, isNew: false));
                break;
            case Opcode.NewObj:
                var newArguments = Arguments(_stack.Pop());
                _stack.Push(_construction.Call(_stack.Pop(), newArguments, isNew: true));
                break;
            case Opcode.NewObjEx:
                var keywords = _stack.Pop();
                var exArguments = Arguments(_stack.Pop());
                if (keywords is not PickleDict { Count: 0 })
                    throw _file.Damaged("an object is made with keyword arguments, which no allowed class takes");
                _stack.Push(_construction.Call(_stack.Pop(), exArguments, isNew: true));
                break;
            case Opcode.Inst:
                var instModule = PickleLiterals.Text(_input.ReadLine());
                var type = FindGlobal(instModule, PickleLiterals.Text(_input.ReadLine()));
                _stack.Push(_construction.Call(type, new PickleTuple(_stack.PopToMark()), isNew: false));
                break;
            case Opcode.Obj:
                var parts = _stack.PopToMark();
                if (parts.Length == 0)
                    throw _file.Damaged("an object has no class");
                _stack.Push(_construction.Call(parts[0], new PickleTuple(parts.AsSpan(1)), isNew: false));
                break;
            case Opcode.Build:
                var state = _stack.Pop();
                Build(_stack.Pop(), state);
                break;
            case Opcode.BinPersId:
                var id = _stack.Pop();
                if (_loadPersistent is null)
                    throw _file.Damaged("it refers to a storage where there is none");
                _stack.Push(_loadPersistent(id));
                break;
            case Opcode.PersId:
                throw _file.Error("is a checkpoint of a PyTorch before 0.1.10, with ids as text; open it with an old PyTorch and save it again");
            case Opcode.Ext1 or Opcode.Ext2 or Opcode.Ext4:
                throw _file.Error("its pickle uses a registered extension code, which could stand for any Python object; save it with torch.save");
            case Opcode.NextBuffer:
                throw _file.Error("its pickle leaves buffers out of band (protocol 5), which are not in the file; save it with torch.save");
            default:
                throw _file.Damaged($"byte 0x{(byte)opcode:x2} is no pickle opcode");
        }
    }

    private void Build(PickleValue target, PickleValue state)
    {
        var built = _construction.Build(target, state);
        _stack.Push(built);
        if (ReferenceEquals(built, target))
            return;

        // A NumPy array is remembered before its content is known: what was remembered becomes the array.
        foreach (var index in ((NumpyArrayShell)target).MemoIndices)
        {
            if (_memo.TryGetValue(index, out var remembered) && ReferenceEquals(remembered, target))
                _memo[index] = built;
        }
    }

    private PickleGlobal FindGlobal(string module, string name) =>
        AllowedGlobals.Find(module, name) ?? throw _file.Error(
            $"asks for the Python object \"{PickleText.Printable(module)}.{PickleText.Printable(name)}\", which is neither a tensor nor a plain value, so it was not loaded and nothing was run; save the model's state_dict() and plain values only");

    private PickleTuple Arguments(PickleValue value) => value as PickleTuple ?? throw _file.Damaged("the arguments of a call are not a tuple");

    private void PushLong(uint length)
    {
        if (length > LargestInteger)
            throw _file.Damaged($"an integer has {length} bytes");
        _stack.Push(new PickleInteger(new BigInteger(_input.ReadBytes(length))));
    }

    private void PushText(ulong length) => _stack.Push(new PickleString(Encoding.UTF8.GetString(_input.ReadBytes(length))));

    private uint MemoIndex() => uint.TryParse(PickleLiterals.Text(_input.ReadLine()), out var index) ? index : throw _file.Damaged("a memo index is not a number");

    private void Put(uint index)
    {
        _memo[index] = _stack.Top;
        if (_stack.Top is NumpyArrayShell shell)
            shell.MemoIndices.Add(index);
    }

    private void Get(uint index) => _stack.Push(_memo.TryGetValue(index, out var value) ? value : throw _file.Damaged("it recalls a value that it never remembered"));
}
