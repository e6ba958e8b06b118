using System.Text;
using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>Turns what a pickle would have Python do (call a class, set items, set attributes) into inert values, or refuses it.</summary>
internal sealed class PickleConstruction(CheckpointFile file, PickleBudget budget)
{
    private readonly TensorConstruction _tensors = new(file);
    private readonly NumpyConstruction _numpy = new(file, budget);

    /// <summary>The value that stands for a call.</summary>
    public PickleValue Call(PickleValue callable, PickleTuple arguments, bool isNew)
    {
        if (callable is not PickleGlobal global)
            throw file.Damaged("it calls what is not a class or function");
        switch (global.Kind)
        {
            case GlobalKind.Dict:
                return MakeDict(global, arguments);
            case GlobalKind.List:
                var list = new PickleList(global.Name == "list" ? null : global.FullName);
                if (arguments.Count > 0)
                    list.AddRange(Items(arguments[0]));
                return list;
            case GlobalKind.Tuple:
                return arguments switch
                {
                    [] => arguments,
                    [PickleTuple tuple] => tuple,
                    [var items] => new PickleTuple(Items(items)),
                    _ => arguments,
                };
            case GlobalKind.Set:
                var set = new PickleSet(global.Name == "frozenset");
                if (arguments.Count > 0)
                    AddItems(set, Items(arguments[0]), mayBeFrozen: true);
                return set;
            case GlobalKind.Bytes or GlobalKind.Encode:
                return MakeBytes(global, arguments);
            case GlobalKind.Text:
                return arguments is [PickleString text] ? text : throw Arguments(global);
            case GlobalKind.Object:
                return new PickleObject(global, arguments, isNew);
            case GlobalKind.Reconstructor:
                return arguments.Count >= 1 ? Call(arguments[0], new PickleTuple(), isNew: true) : throw Arguments(global);
            case GlobalKind.Tensor:
                return _tensors.FromStorage(global, arguments);
            case GlobalKind.TensorOfType:
                return _tensors.FromStorageOfType(global, arguments);
            case GlobalKind.Parameter:
                return _tensors.Parameter(global, arguments);
            case GlobalKind.TensorWithAttributes:
                return arguments is [PickleGlobal { Kind: not GlobalKind.TensorWithAttributes } inner, PickleGlobal, PickleTuple innerArguments, ..]
                    ? Call(inner, innerArguments, isNew: false)
                    : throw Arguments(global);
            case GlobalKind.NumpyScalar:
                return _numpy.Scalar(global, arguments);
            case GlobalKind.NumpyArray:
                return new NumpyArrayShell();
            case GlobalKind.NumpyBuffer:
                return _numpy.FromBuffer(global, arguments);
            case GlobalKind.Unsupported:
                throw file.Error($"holds {AllowedGlobals.WordsFor(global)}, which this program does not read; convert it to an ordinary tensor and save it again");
            default:
                throw file.Error($"asks Python to call \"{global.FullName}\", so it was not loaded and nothing was run; save the model's state_dict() and plain values only");
        }
    }

    /// <summary>Sets an object's attributes. Returns the object, or for a NumPy array the tensor that takes its place.</summary>
    public PickleValue Build(PickleValue target, PickleValue state)
    {
        switch (target)
        {
            case PickleObject made:
                made.State = state;
                return made;
            case PickleDict dict:
                dict.State = state;
                return dict;
            case NumpyArrayShell:
                return _numpy.Array(state);
            case CheckpointTensor or PickleList or PickleSet:
                return target; // attributes beside the values: backward hooks, user attributes
            default:
                throw file.Damaged("it sets attributes of what has none");
        }
    }

    public void Append(PickleValue target, ReadOnlySpan<PickleValue> items)
    {
        if (target is not PickleList list)
            throw file.Damaged("it appends to what is not a list");
        list.AddRange(items);
    }

    public void SetItems(PickleValue target, ReadOnlySpan<PickleValue> keysAndValues)
    {
        if (target is not PickleDict dict)
            throw file.Damaged("it sets items of what is not a dict");
        if (keysAndValues.Length % 2 != 0)
            throw file.Damaged("a key has no value");
        for (var i = 0; i < keysAndValues.Length; i += 2)
        {
            CheckKey(keysAndValues[i]);
            dict[keysAndValues[i]] = keysAndValues[i + 1];
        }
    }

    public void AddItems(PickleValue target, ReadOnlySpan<PickleValue> items, bool mayBeFrozen = true)
    {
        if (target is not PickleSet set || (set.IsFrozen && !mayBeFrozen))
            throw file.Damaged("it adds to what is not a set");
        foreach (var item in items)
        {
            CheckKey(item);
            set.Add(item);
        }
    }

    private PickleDict MakeDict(PickleGlobal global, PickleTuple arguments)
    {
        var dict = new PickleDict(global.Name == "dict" ? null : global.FullName);
        switch (arguments)
        {
            case []:
            case [PickleGlobal] or [PickleNone]: // defaultdict's factory
                return dict;
            case [PickleDict from]:
                budget.Step(from.Count);
                foreach (var (key, value) in from)
                    dict[key] = value;
                return dict;
            case [PickleList pairs]:
                budget.Step(pairs.Count);
                foreach (var pair in pairs)
                {
                    if (pair.AsItems is not [var key, var value])
                        throw Arguments(global);
                    CheckKey(key);
                    dict[key] = value;
                }

                return dict;
            default:
                throw Arguments(global);
        }
    }

    private PickleBytes MakeBytes(PickleGlobal global, PickleTuple arguments)
    {
        switch (arguments)
        {
            case [] when global.Kind == GlobalKind.Bytes:
                return new PickleBytes(default);
            case [PickleBytes bytes] when global.Kind == GlobalKind.Bytes:
                return bytes;
            case [PickleString text, PickleString { Value: "latin1" or "latin-1" or "iso-8859-1" }]:
                budget.Copy(text.Value.Length);
                return new PickleBytes(Encoding.Latin1.GetBytes(text.Value));
            default:
                throw Arguments(global);
        }
    }

    private PickleValue[] Items(PickleValue value)
    {
        PickleValue[] items = value switch
        {
            PickleList list => [.. list],
            PickleTuple tuple => [.. tuple],
            PickleSet set => [.. set],
            _ => throw file.Damaged("a container is made of what is not a list"),
        };
        budget.Step(items.Length);
        return items;
    }

    private void CheckKey(PickleValue key)
    {
        if (!PickleKeyComparer.IsKey(key))
            throw file.Damaged("a key of a dict or set is a container, or larger than any name");
    }

    private InputException Arguments(PickleGlobal global) => file.Damaged($"{global.FullName} is called with arguments that do not fit");
}
