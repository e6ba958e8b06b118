using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Luciole.Workflows.Tests;

/// <summary>Reads the grey PNG images that Luciole writes, by the format's description and not by the writer's code.</summary>
internal static class GreyPng
{
    public static (int Width, int Height, byte[] Pixels) Read(string path)
    {
        var file = File.ReadAllBytes(path).AsSpan();
        int width = 0, height = 0;
        using var data = new MemoryStream();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            var body = file.Slice(at + 8, length);
            var type = Encoding.ASCII.GetString(file.Slice(at + 4, 4));
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(body), BinaryPrimitives.ReadInt32BigEndian(body[4..]));
                Assert.Equal((8, 0), (body[8], body[9]));
            }
            else if (type == "IDAT")
            {
                data.Write(body);
            }

            at += length + 12;
        }

        data.Position = 0;
        using var inflated = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionMode.Decompress))
            zlib.CopyTo(inflated);
        var rows = inflated.ToArray();
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(1, rows[y * (width + 1)]);
            for (var x = 0; x < width; x++)
                pixels[(y * width) + x] = (byte)(rows[(y * (width + 1)) + 1 + x] + (x == 0 ? 0 : pixels[(y * width) + x - 1]));
        }

        return (width, height, pixels);
    }
}
