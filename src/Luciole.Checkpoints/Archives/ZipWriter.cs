using System.Text;

namespace Luciole.Checkpoints;

/// <summary>
/// Writes a zip archive of stored records whose contents begin at multiples of 64 bytes, as PyTorch does, so that they can be mapped into
/// memory. Uses zip64 where a length, a position or the number of records asks for it. Times are fixed: the same content gives the same file.
/// </summary>
internal sealed class ZipWriter(Stream stream, bool alwaysZip64 = false) : IDisposable
{
    private const int Alignment = 64;
    private const ushort PaddingField = 0x4246; // PyTorch's own, "FB"
    private const ushort FirstOfJanuary1980 = 0x21;

    private readonly BinaryWriter _writer = new(stream, Encoding.UTF8, leaveOpen: true);
    private readonly List<ZipRecord> _records = [];

    /// <summary>Writes one record; <paramref name="content"/> must put exactly <paramref name="length"/> bytes on the stream it is given.</summary>
    public void WriteRecord(string name, long length, Action<Stream> content)
    {
        var header = stream.Position;
        var nameBytes = Encoding.ASCII.GetBytes(name);
        var isLong = alwaysZip64 || length >= uint.MaxValue;
        var before = header + 30 + nameBytes.Length + (isLong ? 20 : 0) + 4;
        var padding = (int)((Alignment - (before % Alignment)) % Alignment);

        _writer.Write(0x04034b50u);
        WriteCommonFields(isLong, 0, length);
        _writer.Write((ushort)nameBytes.Length);
        _writer.Write((ushort)((isLong ? 20 : 0) + 4 + padding));
        _writer.Write(nameBytes);
        if (isLong)
        {
            _writer.Write((ushort)1);
            _writer.Write((ushort)16);
            _writer.Write(length);
            _writer.Write(length);
        }

        _writer.Write(PaddingField);
        _writer.Write((ushort)padding);
        _writer.Write(new byte[padding]);
        _writer.Flush();

        var record = new ZipRecordStream(stream);
        content(record);
        if (record.Length != length)
            throw new InvalidOperationException($"Record {name} was to have {length} bytes, but {record.Length} were written.");
        var end = stream.Position;
        stream.Position = header + 14;
        _writer.Write(record.Crc);
        _writer.Flush();
        stream.Position = end;
        _records.Add(new ZipRecord(name, 0, 0, record.Crc, length, length, header));
    }

    /// <summary>Writes the directory that ends the archive.</summary>
    public void Finish()
    {
        var start = stream.Position;
        foreach (var record in _records)
            WriteDirectoryEntry(record);
        _writer.Flush();
        var length = stream.Position - start;
        var count = _records.Count;
        if (alwaysZip64 || count >= ushort.MaxValue || start + length >= uint.MaxValue)
        {
            var end = stream.Position;
            _writer.Write(0x06064b50u);
            _writer.Write(44L);
            _writer.Write((ushort)45);
            _writer.Write((ushort)45);
            _writer.Write(0L);
            _writer.Write((long)count);
            _writer.Write((long)count);
            _writer.Write(length);
            _writer.Write(start);
            _writer.Write(0x07064b50u);
            _writer.Write(0u);
            _writer.Write(end);
            _writer.Write(1u);
        }

        var shortCount = (ushort)(alwaysZip64 ? ushort.MaxValue : Math.Min(count, ushort.MaxValue));
        _writer.Write(0x06054b50u);
        _writer.Write(0u);
        _writer.Write(shortCount);
        _writer.Write(shortCount);
        _writer.Write(Clamp(length));
        _writer.Write(Clamp(start));
        _writer.Write((ushort)0);
        _writer.Flush();
    }

    /// <summary>Lets go of the stream, which stays open.</summary>
    public void Dispose() => _writer.Dispose();

    private void WriteDirectoryEntry(ZipRecord record)
    {
        var isLong = alwaysZip64 || record.Length >= uint.MaxValue;
        var isFar = alwaysZip64 || record.HeaderPosition >= uint.MaxValue;
        var extra = (isLong ? 16 : 0) + (isFar ? 8 : 0);
        _writer.Write(0x02014b50u);
        _writer.Write((ushort)45);
        WriteCommonFields(isLong || isFar, record.Crc, isLong ? long.MaxValue : record.Length);
        _writer.Write((ushort)record.Name.Length);
        _writer.Write((ushort)(extra > 0 ? extra + 4 : 0));
        _writer.Write((ushort)0);
        _writer.Write((ushort)0);
        _writer.Write((ushort)0);
        _writer.Write(0u);
        _writer.Write(isFar ? uint.MaxValue : (uint)record.HeaderPosition);
        _writer.Write(Encoding.ASCII.GetBytes(record.Name));
        if (extra == 0)
            return;
        _writer.Write((ushort)1);
        _writer.Write((ushort)extra);
        if (isLong)
        {
            _writer.Write(record.Length);
            _writer.Write(record.CompressedLength);
        }

        if (isFar)
            _writer.Write(record.HeaderPosition);
    }

    /// <summary>The fields from "version needed" to "uncompressed size", alike in both kinds of header.</summary>
    private void WriteCommonFields(bool isZip64, uint crc, long length)
    {
        _writer.Write((ushort)(isZip64 ? 45 : 20));
        _writer.Write((ushort)0);
        _writer.Write((ushort)0);
        _writer.Write((ushort)0);
        _writer.Write(FirstOfJanuary1980);
        _writer.Write(crc);
        var field = alwaysZip64 ? uint.MaxValue : Clamp(length);
        _writer.Write(field);
        _writer.Write(field);
    }

    private uint Clamp(long value) => alwaysZip64 || value >= uint.MaxValue ? uint.MaxValue : (uint)value;
}
