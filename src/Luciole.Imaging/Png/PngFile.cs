using System.Buffers.Binary;
using System.IO.Compression;
using Luciole.Files;

namespace Luciole.Imaging.Png;

/// <summary>Writes PNG images of 8 bits per sample (W3C PNG, third edition), for panels and charts.</summary>
public static class PngFile
{
    private const byte Grey = 0;
    private const byte Rgb = 2;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a colour image, <c>[row, X, RGB]</c>.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, int width, int height, ReadOnlySpan<byte> rgb) => Write(path, width, height, rgb, 3);

    /// <summary>Writes a grey image, <c>[row, X]</c>.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void WriteGrey(string path, int width, int height, ReadOnlySpan<byte> grey) => Write(path, width, height, grey, 1);

    private static void Write(string path, int width, int height, ReadOnlySpan<byte> samples, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (samples.Length != (long)width * height * channels)
            throw new ArgumentException($"{samples.Length} bytes do not make {width} x {height} pixels.", nameof(samples));

        using var file = new AtomicFile(path);
        file.Stream.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = channels == 1 ? Grey : Rgb;
        header[10] = header[11] = header[12] = 0;
        WriteChunk(file.Stream, "IHDR"u8, header);
        WriteChunk(file.Stream, "IDAT"u8, Compress(samples, width * channels, channels));
        WriteChunk(file.Stream, "IEND"u8, []);
        file.Commit();
    }

    // Every row is stored as differences to its left neighbour (filter 1), which suits smooth images.
    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> samples, int rowBytes, int channels)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[rowBytes + 1];
            row[0] = 1;
            for (; samples.Length > 0; samples = samples[rowBytes..])
            {
                for (var i = 0; i < rowBytes; i++)
                    row[i + 1] = (byte)(samples[i] - (i < channels ? 0 : samples[i - channels]));
                deflate.Write(row);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(data, Crc(type, uint.MaxValue)) ^ uint.MaxValue);
        stream.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> data, uint crc)
    {
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & (uint)-(int)(crc & 1));
        }

        return crc;
    }
}
