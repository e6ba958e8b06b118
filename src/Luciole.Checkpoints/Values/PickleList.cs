using System.Collections;

namespace Luciole.Checkpoints;

/// <summary>A Python list, or a <c>collections.deque</c> as <see cref="ClassName"/> says.</summary>
public sealed class PickleList : PickleValue, IReadOnlyList<PickleValue>
{
    private readonly List<PickleValue> _items = [];

    /// <summary>An empty list.</summary>
    public PickleList()
    {
    }

    /// <summary>A list of these items.</summary>
    public PickleList(IEnumerable<PickleValue> items) => _items.AddRange(items);

    internal PickleList(string? className) => ClassName = className;

    /// <summary>Null for a plain list, otherwise the Python class.</summary>
    public string? ClassName { get; }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<PickleValue> AsItems => this;

    /// <inheritdoc/>
    public PickleValue this[int index] => _items[index];

    /// <summary>Appends an item.</summary>
    public void Add(PickleValue item) => _items.Add(item);

    /// <inheritdoc/>
    public IEnumerator<PickleValue> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void AddRange(ReadOnlySpan<PickleValue> items) => _items.AddRange(items);
}
