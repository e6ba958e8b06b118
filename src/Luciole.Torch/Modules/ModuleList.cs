using System.Collections;

namespace Luciole.Torch.Modules;

/// <summary>Parts named 0, 1, 2, ...</summary>
/// <typeparam name="T">The kind of part.</typeparam>
public sealed class ModuleList<T> : Module, IReadOnlyList<T>
    where T : Module
{
    private readonly List<T> _items = [];

    /// <summary>An empty list.</summary>
    public ModuleList()
    {
    }

    /// <summary>A list of these parts.</summary>
    public ModuleList(IEnumerable<T> items)
    {
        foreach (var item in items)
            Add(item);
    }

    /// <summary>How many parts.</summary>
    public int Count => _items.Count;

    /// <summary>The part with this number.</summary>
    public T this[int index] => _items[index];

    /// <summary>Appends a part.</summary>
    public T Add(T item)
    {
        AddModule(_items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), item);
        _items.Add(item);
        return item;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
