using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Luciole.Checkpoints;

/// <summary>
/// A Python dict in insertion order: plain, <c>collections.OrderedDict</c>, <c>yacs.config.CfgNode</c> and the like
/// (<see cref="ClassName"/>). Keys compare by value: strings, numbers, bytes, small tuples; other keys by identity.
/// </summary>
public sealed class PickleDict : PickleValue, IReadOnlyCollection<KeyValuePair<PickleValue, PickleValue>>
{
    /// <summary>The Python class of BiaPy's configuration.</summary>
    public const string CfgNode = "yacs.config.CfgNode";

    /// <summary>The Python class of a module's state dict.</summary>
    public const string OrderedDict = "collections.OrderedDict";

    private readonly List<KeyValuePair<PickleValue, PickleValue>> _order = [];
    private Dictionary<PickleValue, int>? _index;

    /// <summary>An empty dict; <paramref name="className"/> null for a plain one.</summary>
    public PickleDict(string? className = null) => ClassName = className;

    /// <summary>Null for a plain dict, otherwise the Python class.</summary>
    public string? ClassName { get; }

    /// <summary>The attributes that were pickled beside the items (a state dict's <c>_metadata</c>, a CfgNode's flags), or null.</summary>
    public PickleValue? State { get; set; }

    /// <inheritdoc/>
    public int Count => _order.Count;

    /// <summary>The keys in order.</summary>
    public IEnumerable<PickleValue> Keys => _order.Select(p => p.Key);

    /// <summary>The value of a string key, or null. Setting a key that exists keeps its place.</summary>
    [DisallowNull]
    public PickleValue? this[string key]
    {
        get => this[new PickleString(key)];
        set => this[new PickleString(key)] = value;
    }

    /// <summary>The value of a key, or null.</summary>
    [DisallowNull]
    public PickleValue? this[PickleValue key]
    {
        get => _index is not null && _index.TryGetValue(key, out var at) ? _order[at].Value : null;
        set
        {
            _index ??= new Dictionary<PickleValue, int>(PickleKeyComparer.Instance);
            if (_index.TryGetValue(key, out var at))
            {
                _order[at] = new(_order[at].Key, value);
                return;
            }

            _index.Add(key, _order.Count);
            _order.Add(new(key, value));
        }
    }

    /// <summary>Adds or replaces an entry; the form that collection initialisers use.</summary>
    public void Add(string key, PickleValue value) => this[key] = value;

    /// <summary>Follows dicts down a dotted path such as <c>DATA.PATCH_SIZE</c>; null where it leads nowhere.</summary>
    public PickleValue? Find(string dottedPath)
    {
        PickleValue? value = this;
        foreach (var part in dottedPath.Split('.'))
            value = (value as PickleDict)?[part];
        return value;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<PickleValue, PickleValue>> GetEnumerator() => _order.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
