using System.Buffers.Binary;
using System.Text;
using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>
/// The central directory of a zip archive (PKWARE APPNOTE 6.3, with zip64). Contents are read in place, so only stored records serve.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint LocalHeader = 0x04034b50;
    private const uint CentralHeader = 0x02014b50;
    private const uint EndRecord = 0x06054b50;
    private const uint Zip64Locator = 0x07064b50;
    private const uint Zip64EndRecord = 0x06064b50;
    private const int EndRecordSize = 22;
    private const long LargestDirectory = 256L << 20;

    private readonly CheckpointFile _file;
    private readonly Dictionary<string, ZipRecord> _records = new(StringComparer.Ordinal);

    public ZipDirectory(CheckpointFile file)
    {
        _file = file;
        var (position, length, count) = FindDirectory();
        if (length > LargestDirectory || position < 0 || length < 0 || position > file.Length - length)
            throw Damaged("its directory lies outside the file");
        var bytes = new byte[length];
        file.Read(position, bytes);
        ReadEntries(bytes, count);
    }

    public IReadOnlyDictionary<string, ZipRecord> Records => _records;

    /// <summary>Whether a file begins like a zip archive.</summary>
    public static bool IsZip(ReadOnlySpan<byte> start) => start.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(start) is LocalHeader or EndRecord;

    /// <summary>Where a record's content begins; refuses what cannot be read in place.</summary>
    public long ContentPosition(ZipRecord record)
    {
        var name = PickleText.Printable(record.Name);
        if ((record.Flags & 1) != 0)
            throw _file.Error($"its record {name} is encrypted; unpack the file and save it with torch.save");
        if (record.Method != 0)
            throw _file.Error($"its record {name} is compressed (zip method {record.Method}), where torch.save stores records as they are; save the checkpoint again with torch.save");
        if (record.CompressedLength != record.Length)
            throw Damaged($"the two lengths of its record {name} differ");
        Span<byte> header = stackalloc byte[30];
        _file.Read(record.HeaderPosition, header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalHeader)
            throw Damaged($"its record {name} is not where the directory says");
        var position = record.HeaderPosition + 30 + U16(header, 26) + U16(header, 28);
        if (position > _file.Length - record.Length)
            throw Damaged($"its record {name} reaches beyond the end of the file");
        return position;
    }

    /// <summary>A small record's content, checked against its checksum unless the archive's checksums are known to be void.</summary>
    public byte[] ReadSmall(ZipRecord record, long largest, bool check)
    {
        var position = ContentPosition(record);
        if (record.Length > largest)
            throw _file.Error($"its record {PickleText.Printable(record.Name)} has {record.Length} bytes, more than the {largest} that such a record may have");
        var bytes = new byte[record.Length];
        _file.Read(position, bytes);
        if (check && Crc32.Of(bytes) != record.Crc)
            throw Damaged($"its record {PickleText.Printable(record.Name)} does not match its checksum");
        return bytes;
    }

    private (long Position, long Length, long Count) FindDirectory()
    {
        var tail = new byte[Math.Min(_file.Length, EndRecordSize + ushort.MaxValue)];
        _file.Read(_file.Length - tail.Length, tail);
        var at = tail.Length - EndRecordSize;
        while (at >= 0 && !(U32(tail, at) == EndRecord && at + EndRecordSize + U16(tail, at + 20) <= tail.Length))
            at--;
        if (at < 0)
            throw _file.Error("begins like a zip archive but its directory at the end is missing, so it is cut off; copy or download it again");

        long count = U16(tail, at + 10), length = U32(tail, at + 12), position = U32(tail, at + 16);
        var locatorPosition = _file.Length - tail.Length + at - 20;
        if (locatorPosition < 0)
            return (position, length, count);
        Span<byte> locator = stackalloc byte[20];
        _file.Read(locatorPosition, locator);
        if (U32(locator, 0) != Zip64Locator)
            return (position, length, count);
        var endPosition = I64(locator, 8);
        Span<byte> end = stackalloc byte[56];
        if (endPosition < 0 || endPosition > _file.Length - end.Length)
            throw Damaged("its directory lies outside the file");
        _file.Read(endPosition, end);
        if (U32(end, 0) != Zip64EndRecord)
            throw Damaged("its zip64 directory is not where the file says");
        return (I64(end, 48), I64(end, 40), I64(end, 32));
    }

    private void ReadEntries(ReadOnlySpan<byte> bytes, long count)
    {
        var at = 0;
        for (long i = 0; i < count; i++)
        {
            if (bytes.Length - at < 46 || U32(bytes, at) != CentralHeader)
                throw Damaged($"its directory lists {count} records but only {i} are there");
            int nameLength = U16(bytes, at + 28), extraLength = U16(bytes, at + 30), commentLength = U16(bytes, at + 32);
            if (bytes.Length - at - 46 < nameLength + extraLength + commentLength)
                throw Damaged("its directory is cut off");
            var name = Encoding.UTF8.GetString(bytes.Slice(at + 46, nameLength));
            var record = WithZip64(
                new ZipRecord(name, U16(bytes, at + 8), U16(bytes, at + 10), U32(bytes, at + 16), U32(bytes, at + 20), U32(bytes, at + 24), U32(bytes, at + 42)),
                bytes.Slice(at + 46 + nameLength, extraLength));
            if (record.HeaderPosition < 0 || record.HeaderPosition > _file.Length || record.Length < 0 || record.Length > _file.Length)
                throw Damaged($"its record {PickleText.Printable(name)} reaches beyond the end of the file");
            if (!_records.TryAdd(name, record))
                throw Damaged($"it has two records named {PickleText.Printable(name)}");
            at += 46 + nameLength + extraLength + commentLength;
        }
    }

    /// <summary>Fields of all ones stand in the zip64 extra field instead, in this order.</summary>
    private ZipRecord WithZip64(ZipRecord record, ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = U16(extra, 0), size = U16(extra, 2);
            if (size > extra.Length - 4)
                break;
            if (id == 1)
            {
                var field = extra.Slice(4, size);
                var length = Take(ref field, record.Length);
                var compressed = Take(ref field, record.CompressedLength);
                return record with { Length = length, CompressedLength = compressed, HeaderPosition = Take(ref field, record.HeaderPosition) };
            }

            extra = extra[(4 + size)..];
        }

        return record;
    }

    private long Take(ref ReadOnlySpan<byte> field, long value)
    {
        if (value != uint.MaxValue)
            return value;
        if (field.Length < 8)
            throw Damaged("a zip64 field of its directory is cut off");
        value = I64(field, 0);
        field = field[8..];
        return value;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long I64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private InputException Damaged(string how) => _file.Error($"is a damaged zip archive ({how}); copy or download it again");
}
