using System.Collections;

namespace Luciole.Checkpoints;

/// <summary>A Python tuple (also a <c>torch.Size</c>).</summary>
public sealed class PickleTuple : PickleValue, IReadOnlyList<PickleValue>
{
    private readonly PickleValue[] _items;

    /// <summary>A tuple of these items.</summary>
    public PickleTuple(params ReadOnlySpan<PickleValue> items)
    {
        _items = items.ToArray();
        KeyWeight = 1;
        foreach (var item in items)
            KeyWeight = Math.Min(PickleKeyComparer.LargestTuple + 1, KeyWeight + ((item as PickleTuple)?.KeyWeight ?? 1));
    }

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<PickleValue> AsItems => this;

    /// <summary>Values in the tuple and the tuples in it, counted up to what a dictionary key may have.</summary>
    internal int KeyWeight { get; }

    internal ReadOnlySpan<PickleValue> Span => _items;

    /// <inheritdoc/>
    public PickleValue this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<PickleValue> GetEnumerator() => ((IEnumerable<PickleValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
