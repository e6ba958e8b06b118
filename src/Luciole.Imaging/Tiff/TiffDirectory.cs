using System.Text;
using Luciole.Files;

namespace Luciole.Imaging.Tiff;

/// <summary>
/// One image file directory (TIFF 6.0, section 2): tags and their values, read and checked against the file's size without libtiff,
/// so that nothing is allocated on the word of a damaged file. Of a tag that stands twice the first counts, as in libtiff.
/// </summary>
internal sealed class TiffDirectory
{
    private const int MostEntries = 4096;

    private readonly TiffBytes _bytes;
    private readonly Dictionary<ushort, Entry> _entries = [];

    private TiffDirectory(TiffBytes bytes, long offset)
    {
        _bytes = bytes;
        Offset = offset;
    }

    private enum FieldType : ushort
    {
        Byte = 1,
        Ascii = 2,
        Short = 3,
        Long = 4,
        Rational = 5,
        SignedByte = 6,
        Undefined = 7,
        SignedShort = 8,
        SignedLong = 9,
        SignedRational = 10,
        Float = 11,
        Double = 12,
        Directory = 13,
        Long8 = 16,
        SignedLong8 = 17,
        Directory8 = 18,
    }

    public long Offset { get; }

    /// <summary>Reads the directory at an offset.</summary>
    /// <exception cref="InputException">It lies outside of the file or is no directory.</exception>
    public static TiffDirectory Read(TiffBytes bytes, long offset)
    {
        var (entries, entriesAt, entrySize, offsetSize) = Layout(bytes, offset);
        var directory = new TiffDirectory(bytes, offset);
        var table = new byte[entries * entrySize];
        bytes.Read(entriesAt, table, "an image directory");
        for (var i = 0; i < entries; i++)
        {
            var entry = table.AsSpan(i * entrySize, entrySize);
            var valuesAt = entriesAt + (i * entrySize) + 4 + offsetSize;
            directory._entries.TryAdd(bytes.UInt16(entry), directory.ParseEntry(entry, offsetSize, valuesAt));
        }

        return directory;
    }

    /// <summary>Where the directory after the one at an offset lies; 0 at the end of the chain.</summary>
    /// <exception cref="InputException">There is no directory at the offset.</exception>
    public static long ReadNext(TiffBytes bytes, long offset)
    {
        var (entries, entriesAt, entrySize, offsetSize) = Layout(bytes, offset);
        Span<byte> next = stackalloc byte[offsetSize];
        bytes.Read(entriesAt + (entries * entrySize), next, "an image directory");
        return bytes.Offset(next);
    }

    private static (int Entries, long EntriesAt, int EntrySize, int OffsetSize) Layout(TiffBytes bytes, long offset)
    {
        Span<byte> count = stackalloc byte[bytes.BigTiff ? 8 : 2];
        bytes.Read(offset, count, "an image directory");
        var entries = bytes.BigTiff ? bytes.Offset(count) : bytes.UInt16(count);
        return entries is 0 or > MostEntries
            ? throw new InputException($"{bytes.Path}: is damaged: the image directory at byte {offset} claims {entries} entries; copy or export it again.")
            : ((int)entries, offset + count.Length, bytes.BigTiff ? 20 : 12, bytes.BigTiff ? 8 : 4);
    }

    public bool Has(ushort tag) => _entries.ContainsKey(tag);

    /// <summary>How many values a tag holds; 0 when it is absent.</summary>
    public long Count(ushort tag) => _entries.TryGetValue(tag, out var entry) ? entry.Count : 0;

    /// <summary>The first value of an integer tag, or the default when it is absent.</summary>
    public long Integer(ushort tag, long absent) => Has(tag) ? Integers(tag, 1)[0] : absent;

    /// <summary>The first <paramref name="count"/> values of an integer tag.</summary>
    /// <exception cref="InputException">It holds fewer, is no integer, or lies outside of the file.</exception>
    public long[] Integers(ushort tag, long count)
    {
        if (!_entries.TryGetValue(tag, out var entry))
            throw new InputException($"{_bytes.Path}: is damaged: the tag {TiffTag.Name(tag)} is missing from an image directory; copy or export it again.");
        if (entry.Count < count)
            throw new InputException($"{_bytes.Path}: is damaged: the tag {TiffTag.Name(tag)} holds {entry.Count} values, {count} are needed; copy or export it again.");

        // A count beyond the file is a sign of damage even where fewer values are needed.
        var size = Size(entry.Type);
        if (entry.Count > _bytes.Length / size || !_bytes.Holds(entry.Offset, entry.Count * size))
            throw OutOfFile(tag, entry.Count, entry.Offset);
        var raw = Raw(tag, entry, count * size);
        var values = new long[count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = raw.AsSpan(i * size, size);
            values[i] = entry.Type switch
            {
                FieldType.Byte => value[0],
                FieldType.SignedByte => (sbyte)value[0],
                FieldType.Short => _bytes.UInt16(value),
                FieldType.SignedShort => (short)_bytes.UInt16(value),
                FieldType.Long or FieldType.Directory => _bytes.UInt32(value),
                FieldType.SignedLong => (int)_bytes.UInt32(value),
                FieldType.Long8 or FieldType.Directory8 or FieldType.SignedLong8 => (long)Math.Min(_bytes.UInt64(value), long.MaxValue),
                _ => throw new InputException($"{_bytes.Path}: is damaged: the tag {TiffTag.Name(tag)} has the type {(int)entry.Type}, an integer was expected; copy or export it again."),
            };
        }

        return values;
    }

    /// <summary>A rational tag's first value; null when it is absent, of another type, or not a positive finite number.</summary>
    public double? Rational(ushort tag)
    {
        if (!_entries.TryGetValue(tag, out var entry) || entry.Type != FieldType.Rational || entry.Count < 1)
            return null;
        var raw = Raw(tag, entry, 8);
        var value = _bytes.UInt32(raw) / (double)_bytes.UInt32(raw.AsSpan(4));
        return double.IsFinite(value) && value > 0 ? value : null;
    }

    /// <summary>A text tag up to its first zero, as UTF-8 (OME) or, where that fails, Latin-1; null when it is absent.</summary>
    public string? Text(ushort tag, int mostBytes)
    {
        if (!_entries.TryGetValue(tag, out var entry) || entry.Type is not (FieldType.Ascii or FieldType.Byte or FieldType.Undefined))
            return null;
        if (entry.Count > mostBytes)
            throw new InputException($"{_bytes.Path}: the text of tag {TiffTag.Name(tag)} claims {entry.Count} bytes, more than the {mostBytes} that are read; the file is damaged or its description too long.");
        ReadOnlySpan<byte> raw = Raw(tag, entry, entry.Count);
        var end = raw.IndexOf((byte)0);
        raw = end < 0 ? raw : raw[..end];
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(raw);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(raw);
        }
    }

    private static int Size(FieldType type) => type switch
    {
        FieldType.Short or FieldType.SignedShort => 2,
        FieldType.Long or FieldType.SignedLong or FieldType.Float or FieldType.Directory => 4,
        FieldType.Rational or FieldType.SignedRational or FieldType.Double => 8,
        FieldType.Long8 or FieldType.SignedLong8 or FieldType.Directory8 => 8,
        _ => 1,
    };

    private byte[] Raw(ushort tag, Entry entry, long byteCount)
    {
        if (!_bytes.Holds(entry.Offset, byteCount))
            throw OutOfFile(tag, entry.Count, entry.Offset);
        var raw = new byte[byteCount];
        _bytes.Read(entry.Offset, raw, $"tag {TiffTag.Name(tag)}");
        return raw;
    }

    private InputException OutOfFile(ushort tag, long count, long offset) =>
        new($"{_bytes.Path}: is cut off or damaged: the {count} values of tag {TiffTag.Name(tag)} at byte {offset} lie outside of the file's {_bytes.Length} bytes; copy or export it again.");

    private Entry ParseEntry(ReadOnlySpan<byte> entry, int offsetSize, long inlineOffset)
    {
        var type = (FieldType)_bytes.UInt16(entry[2..]);
        var count = _bytes.Offset(entry[4..]);
        var inline = count <= offsetSize / Size(type);
        return new Entry(type, count, inline ? inlineOffset : _bytes.Offset(entry[(4 + offsetSize)..]));
    }

    private readonly record struct Entry(FieldType Type, long Count, long Offset);
}
