using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Luciole.Checkpoints;

/// <summary>A model's tensors by parameter name, in the order they were saved.</summary>
public sealed class StateDict : IReadOnlyList<KeyValuePair<string, CheckpointTensor>>
{
    // What torch.nn.DataParallel and torch.compile put before every name.
    private static readonly string[] WrapperPrefixes = ["module.", "_orig_mod."];

    private readonly List<KeyValuePair<string, CheckpointTensor>> _entries = [];
    private readonly Dictionary<string, CheckpointTensor> _byName = new(StringComparer.Ordinal);

    internal StateDict(PickleDict dict)
    {
        foreach (var (key, value) in dict)
        {
            if (key is PickleString { Value: var name } && value is CheckpointTensor tensor)
                _entries.Add(new(name, tensor));
        }

        while (WrapperPrefixes.FirstOrDefault(p => _entries.Count > 0 && _entries.TrueForAll(e => e.Key.StartsWith(p, StringComparison.Ordinal))) is { } prefix)
        {
            StrippedPrefix += prefix;
            for (var i = 0; i < _entries.Count; i++)
                _entries[i] = new(_entries[i].Key[prefix.Length..], _entries[i].Value);
        }

        foreach (var (name, tensor) in _entries)
            _byName.Add(name, tensor);
    }

    /// <summary>What stood before every name and was taken away, such as <c>module.</c>; otherwise empty.</summary>
    public string StrippedPrefix { get; } = "";

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <summary>The names in order.</summary>
    public IEnumerable<string> Names => _entries.Select(e => e.Key);

    /// <summary>Number of values of all tensors.</summary>
    public long ParameterCount => _entries.Sum(e => e.Value.ElementCount);

    /// <summary>The tensor of a name, or null.</summary>
    public CheckpointTensor? this[string name] => _byName.GetValueOrDefault(name);

    /// <inheritdoc/>
    public KeyValuePair<string, CheckpointTensor> this[int index] => _entries[index];

    /// <summary>Whether there is a tensor of that name, and which.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out CheckpointTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, CheckpointTensor>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
