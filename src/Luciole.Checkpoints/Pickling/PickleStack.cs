using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>The unpickler's stack with its marks; no operation reaches below the last mark.</summary>
internal sealed class PickleStack(CheckpointFile file)
{
    private readonly List<PickleValue> _values = [];
    private readonly List<int> _marks = [];

    private int Floor => _marks.Count == 0 ? 0 : _marks[^1];

    public int Count => _values.Count;

    public PickleValue Top => _values.Count > Floor ? _values[^1] : throw Empty();

    public void Push(PickleValue value) => _values.Add(value);

    public PickleValue Pop()
    {
        var top = Top;
        _values.RemoveAt(_values.Count - 1);
        return top;
    }

    public void Mark() => _marks.Add(_values.Count);

    /// <summary>POP: takes the top value, or the mark where that is on top.</summary>
    public void PopValueOrMark()
    {
        if (_marks.Count > 0 && _marks[^1] == _values.Count)
            _marks.RemoveAt(_marks.Count - 1);
        else
            Pop();
    }

    /// <summary>Takes what lies above the last mark, and the mark.</summary>
    public PickleValue[] PopToMark()
    {
        if (_marks.Count == 0)
            throw Empty();
        var from = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        var items = _values.GetRange(from, _values.Count - from).ToArray();
        _values.RemoveRange(from, items.Length);
        return items;
    }

    private InputException Empty() => file.Error("its pickle takes a value that was never put there, so the file is damaged; copy or download it again");
}
