using System.Buffers.Binary;

namespace Luciole.Imaging.Jpeg;

/// <summary>
/// Writes grey JPEG images (ITU-T T.81, baseline, 8 bits, the Huffman tables of its annex K), for pictures that are looked at. What is to
/// be measured is never stored so.
/// </summary>
public static class JpegImage
{
    /// <summary>The file of a grey image.</summary>
    /// <param name="width">Columns, 1 to 65535.</param>
    /// <param name="height">Rows, 1 to 65535.</param>
    /// <param name="grey">Pixels, <c>[row, X]</c>.</param>
    /// <param name="quality">1 to 100; 80 looks like the original, 20 shows its blocks.</param>
    /// <exception cref="ArgumentException">The pixels do not fit the size.</exception>
    public static byte[] EncodeGrey(int width, int height, ReadOnlySpan<byte> grey, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        if (grey.Length != (long)width * height)
            throw new ArgumentException($"{grey.Length} pixels do not make {width} x {height}.", nameof(grey));
        var steps = JpegTables.Steps(quality);
        using var file = new MemoryStream(grey.Length / 4);
        WriteHead(file, width, height, steps);
        var bits = new JpegBits(file);
        Span<float> block = stackalloc float[64];
        Span<int> levels = stackalloc int[64];
        var last = 0;
        for (var top = 0; top < height; top += 8)
        {
            for (var left = 0; left < width; left += 8)
            {
                Take(grey, width, height, top, left, block);
                CosineTransform.Forward(block);
                for (var i = 0; i < 64; i++)
                    levels[i] = (int)MathF.Round(block[JpegTables.ZigZag[i]] / steps[i]);
                WriteBlock(bits, levels, last);
                last = levels[0];
            }
        }

        bits.Finish();
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    // Beyond the border the last pixels go on, which costs least.
    private static void Take(ReadOnlySpan<byte> grey, int width, int height, int top, int left, Span<float> block)
    {
        for (var y = 0; y < 8; y++)
        {
            var row = grey.Slice(Math.Min(top + y, height - 1) * width, width);
            for (var x = 0; x < 8; x++)
                block[(8 * y) + x] = row[Math.Min(left + x, width - 1)] - 128f;
        }
    }

    private static void WriteBlock(JpegBits bits, ReadOnlySpan<int> levels, int last)
    {
        bits.WriteNumber(JpegTables.Constant, 0, levels[0] - last);
        var zeros = 0;
        for (var i = 1; i < 64; i++)
        {
            if (levels[i] == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15; zeros -= 16)
                bits.WriteCode(JpegTables.Waves, 0xF0);
            bits.WriteNumber(JpegTables.Waves, zeros, levels[i]);
            zeros = 0;
        }

        if (zeros > 0)
            bits.WriteCode(JpegTables.Waves, 0);
    }

    private static void WriteHead(MemoryStream file, int width, int height, int[] steps)
    {
        file.Write([0xFF, 0xD8]);
        WriteSegment(file, 0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        WriteSegment(file, 0xDB, [0, .. steps.Select(step => (byte)step)]);
        Span<byte> frame = [8, 0, 0, 0, 0, 1, 1, 0x11, 0];
        BinaryPrimitives.WriteUInt16BigEndian(frame[1..], (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(frame[3..], (ushort)width);
        WriteSegment(file, 0xC0, frame);
        WriteSegment(file, 0xC4, [0x00, .. JpegTables.Constant.Lengths, .. JpegTables.Constant.Symbols]);
        WriteSegment(file, 0xC4, [0x10, .. JpegTables.Waves.Lengths, .. JpegTables.Waves.Symbols]);
        WriteSegment(file, 0xDA, [1, 1, 0x00, 0, 63, 0]);
    }

    private static void WriteSegment(MemoryStream file, byte marker, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(data.Length + 2));
        file.Write([0xFF, marker]);
        file.Write(length);
        file.Write(data);
    }
}
