namespace Luciole.Checkpoints;

/// <summary>An entry of a zip archive's central directory.</summary>
/// <param name="Name">Path in the archive.</param>
/// <param name="Flags">General purpose flags; bit 0 says encrypted.</param>
/// <param name="Method">0 for stored, 8 for deflate.</param>
/// <param name="Crc">CRC-32 of the content.</param>
/// <param name="CompressedLength">Bytes in the archive.</param>
/// <param name="Length">Bytes of the content.</param>
/// <param name="HeaderPosition">Where the local header begins.</param>
internal sealed record ZipRecord(string Name, ushort Flags, ushort Method, uint Crc, long CompressedLength, long Length, long HeaderPosition);
