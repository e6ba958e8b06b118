namespace Luciole.Checkpoints;

/// <summary>The storages that a pickle refers to by persistent id, each once.</summary>
internal sealed class StorageTable(CheckpointFile file)
{
    private readonly Dictionary<string, FileStorage> _storages = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, FileStorage> Storages => _storages;

    /// <summary>
    /// The value of a persistent id: ('storage', class, key, location, count), in the legacy format with a sixth item that is None or
    /// (view key, offset, count); or ('module', class, ...), which older versions wrote beside a whole pickled module.
    /// </summary>
    public PickleValue Load(PickleValue id)
    {
        if (id is not PickleTuple { Count: >= 2 } parts || Name(parts[0]) is not { } kind)
            throw file.Damaged("a persistent id is not one of PyTorch's");
        if (kind == "module")
            return parts[1];
        if (kind != "storage" || parts.Count is not (5 or 6) || Name(parts[2]) is not { } key || parts[4] is not PickleInteger { AsInt64: { } count })
            throw file.Damaged("a persistent id is not one of PyTorch's");
        if (parts[1] is not PickleGlobal { Kind: GlobalKind.Storage, ElementType: { } type })
        {
            throw parts[1] is PickleGlobal { Kind: GlobalKind.Unsupported } other
                ? file.Error($"holds {AllowedGlobals.WordsFor(other)}, which this program does not read; convert it to an ordinary tensor and save it again")
                : file.Damaged("a storage's class is not one of PyTorch's");
        }

        if (count < 0 || count > file.Length / type.Size())
            throw file.Damaged($"storage {PickleText.Printable(key)} claims {count} values of {type.Size()} bytes in a file of {file.Length} bytes");
        if (!_storages.TryGetValue(key, out var storage))
        {
            storage = new FileStorage(file, key, type, count * type.Size());
            _storages.Add(key, storage);
        }
        else if (storage.ElementType != type || storage.ByteLength != count * type.Size())
        {
            throw file.Damaged($"storage {PickleText.Printable(key)} is described in two different ways");
        }

        if (parts.Count == 5 || parts[5] is PickleNone)
            return new StorageReference(storage, type, 0, count);
        if (parts[5].AsItems is not [_, PickleInteger { AsInt64: { } offset }, PickleInteger { AsInt64: { } viewCount }]
            || offset < 0 || viewCount < 0 || offset > count || viewCount > count - offset)
            throw file.Damaged($"a view of storage {PickleText.Printable(key)} does not lie within it");
        return new StorageReference(storage, type, offset, viewCount);
    }

    public static string? Name(PickleValue value) => value switch
    {
        PickleString text => text.Value,
        PickleInteger { AsInt64: { } number } => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };
}
