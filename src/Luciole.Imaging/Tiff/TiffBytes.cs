using System.Buffers.Binary;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Microsoft.Win32.SafeHandles;

namespace Luciole.Imaging.Tiff;

/// <summary>A TIFF file's bytes at any offset, in the file's byte order. The header has been read.</summary>
internal sealed class TiffBytes : IDisposable
{
    private const int ClassicHeaderSize = 8;
    private const int BigHeaderSize = 16;

    private readonly SafeFileHandle _file;

    public TiffBytes(string path)
    {
        Path = path;
        _file = FileKind.OpenForReading(path);
        try
        {
            Length = RandomAccess.GetLength(_file);
            Span<byte> header = stackalloc byte[BigHeaderSize];
            header = header[..RandomAccess.Read(_file, header, 0)];
            ReadHeader(header);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; }

    public bool LittleEndian { get; private set; }

    public bool BigTiff { get; private set; }

    /// <summary>Offset of the first directory; 0 when there is none.</summary>
    public long FirstDirectory { get; private set; }

    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/> on, or refuses.</summary>
    public void Read(long offset, Span<byte> destination, string what)
    {
        if (!Holds(offset, destination.Length))
            throw CutOff(offset, destination.Length, what);
        while (destination.Length > 0)
        {
            int read;
            try
            {
                read = RandomAccess.Read(_file, destination, offset);
            }
            catch (IOException e)
            {
                throw new InputException($"{Path}: cannot be read at byte {offset} ({e.Message.TrimEnd('.')}).", e);
            }

            if (read == 0)
                throw CutOff(offset, destination.Length, what);
            destination = destination[read..];
            offset += read;
        }
    }

    public bool Holds(long offset, long count) => offset >= 0 && count >= 0 && offset <= Length && count <= Length - offset;

    public ushort UInt16(ReadOnlySpan<byte> bytes) =>
        LittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    public uint UInt32(ReadOnlySpan<byte> bytes) =>
        LittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    public ulong UInt64(ReadOnlySpan<byte> bytes) =>
        LittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);

    /// <summary>An offset or count of the file's native width: 4 bytes, in BigTIFF 8; absurd ones become <see cref="long.MaxValue"/>.</summary>
    public long Offset(ReadOnlySpan<byte> bytes) => BigTiff ? (long)Math.Min(UInt64(bytes), long.MaxValue) : UInt32(bytes);

    public void Dispose() => _file.Dispose();

    private InputException CutOff(long offset, long count, string what) =>
        new($"{Path}: is cut off or damaged: {what} should lie at bytes {offset} to {(Int128)offset + count}, but the file has {Length} bytes; copy or export it again.");

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length < 4 || !FileKind.IsTiff(header))
            throw new InputException($"{Path}: is not a TIFF file: {FileKind.Describe(header)}.");
        LittleEndian = header[0] == (byte)'I';
        BigTiff = UInt16(header[2..]) == 43;
        if (header.Length < (BigTiff ? BigHeaderSize : ClassicHeaderSize))
            throw new InputException($"{Path}: is cut off: {Length} bytes are less than a TIFF header; copy or export it again.");
        if (BigTiff && (UInt16(header[4..]) != 8 || UInt16(header[6..]) != 0))
            throw new InputException($"{Path}: its BigTIFF header is damaged (offsets of {UInt16(header[4..])} bytes, expected 8); copy or export it again.");
        FirstDirectory = BigTiff ? Offset(header[8..]) : Offset(header[4..]);
    }
}
