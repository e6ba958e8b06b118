using System.Text;

namespace Luciole.Checkpoints;

/// <summary>
/// PyTorch's zip format: below one top folder of any name, <c>data.pkl</c> holds the values and <c>data/KEY</c> each storage; <c>version</c>,
/// <c>byteorder</c> and records with a dot are about the format.
/// </summary>
internal static class ZipFormat
{
    private const long LargestPickle = 1L << 30;
    private const string PickleName = "data.pkl";

    /// <summary>The records, and the folder (with a slash, or empty) that holds data.pkl; null when none does.</summary>
    public static string? FindRoot(ZipDirectory directory) => directory.Records.Keys
        .Where(n => n == PickleName || n.EndsWith("/" + PickleName, StringComparison.Ordinal))
        .Select(n => n[..^PickleName.Length])
        .MinBy(n => (n.Count(c => c == '/'), n.Length));

    public static PickleValue Read(CheckpointFile file)
    {
        var directory = new ZipDirectory(file);
        var records = directory.Records;
        var root = FindRoot(directory)
            ?? throw file.Error("is a zip archive but not a checkpoint, for it has no record data.pkl; name a file that torch.save wrote");
        if (records.ContainsKey(root + "constants.pkl") || records.Keys.Any(n => n.StartsWith(root + "code/", StringComparison.Ordinal)))
            throw file.Error("is a TorchScript program (torch.jit.save), which holds code; save the model's state_dict() with torch.save instead");

        var pickle = records[root + PickleName];
        var (crcIsValid, isBigEndian) = (ChecksumsAreValid(directory, root), IsBigEndian(file, directory, root));
        var start = directory.ContentPosition(pickle);
        if (pickle.Length > LargestPickle)
            throw file.Error($"its pickle has {pickle.Length} bytes, where a checkpoint's has some thousands; save arrays as tensors");
        if (crcIsValid)
            CheckPickle(file, start, pickle);

        var storages = new StorageTable(file);
        var value = new Unpickler(file, new PickleInput(file, start, start + pickle.Length), new PickleBudget(file), storages.Load).Load();
        foreach (var (key, storage) in storages.Storages)
        {
            var name = $"{root}data/{key}";
            if (!records.TryGetValue(name, out var record))
                throw file.Error($"lacks the record {PickleText.Printable(name)} with the values of a tensor, so the file is incomplete; copy or download it again");
            if (record.Length != storage.ByteLength)
                throw file.Damaged($"its record {PickleText.Printable(name)} has {record.Length} bytes where its tensors need {storage.ByteLength}");
            storage.Position = directory.ContentPosition(record);
            storage.Crc = crcIsValid ? record.Crc : null;
            storage.MostSignificantFirst = isBigEndian;
        }

        return value;
    }

    /// <summary>
    /// PyTorch may be told not to compute checksums (torch.serialization.set_crc32_options), and then all of them are wrong. The little
    /// version record tells.
    /// </summary>
    private static bool ChecksumsAreValid(ZipDirectory directory, string root)
    {
        var record = directory.Records.GetValueOrDefault(root + "version") ?? directory.Records.GetValueOrDefault(root + ".data/version");
        return record is null || record.Method != 0 || record.Length > 100 || Crc32.Of(directory.ReadSmall(record, 100, check: false)) == record.Crc;
    }

    private static void CheckPickle(CheckpointFile file, long start, ZipRecord pickle)
    {
        var crc = Crc32.Start;
        var buffer = new byte[(int)Math.Min(1 << 16, pickle.Length)];
        for (long done = 0; done < pickle.Length;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, pickle.Length - done));
            file.Read(start + done, part);
            crc = Crc32.Append(crc, part);
            done += part.Length;
        }

        if (Crc32.Finish(crc) != pickle.Crc)
            throw file.Damaged("its pickle does not match its checksum");
    }

    private static bool IsBigEndian(CheckpointFile file, ZipDirectory directory, string root)
    {
        if (!directory.Records.TryGetValue(root + "byteorder", out var record))
            return false;
        var order = Encoding.UTF8.GetString(directory.ReadSmall(record, 64, check: false)).Trim();
        return order switch
        {
            "little" => false,
            "big" => true,
            _ => throw file.Error($"says its byte order is \"{PickleText.Printable(order)}\", where it must be \"little\" or \"big\"; save it again with torch.save"),
        };
    }
}
