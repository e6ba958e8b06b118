using System.Collections;

namespace Luciole.Checkpoints;

/// <summary>Python's <c>set</c> or <c>frozenset</c>; items in the order of the pickle, each once.</summary>
public sealed class PickleSet : PickleValue, IReadOnlyCollection<PickleValue>
{
    private readonly List<PickleValue> _order = [];
    private HashSet<PickleValue>? _items;

    /// <summary>An empty set.</summary>
    public PickleSet(bool isFrozen = false) => IsFrozen = isFrozen;

    /// <summary>Whether it is a <c>frozenset</c>.</summary>
    public bool IsFrozen { get; }

    /// <inheritdoc/>
    public int Count => _order.Count;

    /// <summary>Adds an item unless it is there. Returns whether it was added.</summary>
    public bool Add(PickleValue item)
    {
        _items ??= new HashSet<PickleValue>(PickleKeyComparer.Instance);
        if (!_items.Add(item))
            return false;
        _order.Add(item);
        return true;
    }

    /// <summary>Whether the item is in the set.</summary>
    public bool Contains(PickleValue item) => _items?.Contains(item) ?? false;

    /// <inheritdoc/>
    public IEnumerator<PickleValue> GetEnumerator() => _order.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
