using System.Numerics;

namespace Luciole.Checkpoints;

/// <summary>
/// PyTorch's format before 1.6: pickles of a magic number, a protocol number, facts of the machine, the values and the list of storage
/// keys; then each storage as a 64-bit count and its values, always little endian.
/// </summary>
internal static class LegacyFormat
{
    private const long ProtocolVersion = 1001;

    /// <summary>0x1950a86a20f9469cfc6c as the pickle holds it, least significant byte first.</summary>
    private static ReadOnlySpan<byte> MagicBytes => [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Whether the first bytes of a file hold the magic number.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> start) =>
        start.Length > 2 && start[0] == (byte)Opcode.Proto && start[..Math.Min(start.Length, 32)].IndexOf(MagicBytes) >= 0;

    public static PickleValue Read(CheckpointFile file)
    {
        var input = new PickleInput(file, 0, file.Length);
        var budget = new PickleBudget(file);
        if (Load() is not PickleInteger magic || magic.Value != new BigInteger(MagicBytes))
            throw file.Damaged("its magic number is wrong");
        if (Load().AsInt64 is not ProtocolVersion)
            throw file.Error($"has an unknown version of PyTorch's legacy format, where {ProtocolVersion} was expected; save it again with a current PyTorch");
        Load();

        var storages = new StorageTable(file);
        var value = new Unpickler(file, input, budget, storages.Load).Load();
        if (Load() is not PickleList keys)
            throw file.Damaged("the list of storages is missing");
        var position = input.Position;
        foreach (var item in keys)
            position = PlaceStorage(file, storages, item, position);

        var missing = storages.Storages.Values.FirstOrDefault(s => s.Position is null);
        return missing is null
            ? value
            : throw file.Error($"lacks the values of storage {PickleText.Printable(missing.Key)}, so the file is incomplete; copy or download it again");

        PickleValue Load() => new Unpickler(file, input, budget).Load();
    }

    /// <summary>Notes where a storage's values begin; returns where the next storage does.</summary>
    private static long PlaceStorage(CheckpointFile file, StorageTable storages, PickleValue item, long position)
    {
        if (StorageTable.Name(item) is not { } key || !storages.Storages.TryGetValue(key, out var storage) || storage.Position is not null)
            throw file.Damaged($"it lists a storage {item} that no tensor uses, or twice");
        Span<byte> bytes = stackalloc byte[8];
        file.Read(position, bytes);
        var count = BitConverter.ToInt64(bytes);
        if (count != storage.ByteLength / storage.ElementType.Size())
            throw file.Damaged($"storage {PickleText.Printable(key)} has {count} values where its tensors need {storage.ByteLength / storage.ElementType.Size()}");
        storage.Position = position + 8;
        if (storage.ByteLength > file.Length - position - 8)
            throw file.Error($"ends within the values of storage {PickleText.Printable(key)}, so it is cut off; copy or download it again");
        return position + 8 + storage.ByteLength;
    }
}
