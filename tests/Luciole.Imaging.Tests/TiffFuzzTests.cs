using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Tests;

/// <summary>Damaged files of every compression: each is either read or refused, and never takes much memory.</summary>
public sealed class TiffFuzzTests : IDisposable
{
    private const int CasesPerFile = 250;
    private const long MostManagedBytes = 48L << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TiffCompression.None, 0)]
    [InlineData(TiffCompression.None, 16)]
    [InlineData(TiffCompression.Lzw, 0)]
    [InlineData(TiffCompression.Lzw, 32)]
    [InlineData(TiffCompression.Deflate, 0)]
    [InlineData(TiffCompression.Deflate, 16)]
    [InlineData(TiffCompression.PackBits, 0)]
    [InlineData(TiffCompression.Zstd, 0)]
    public void Damage_is_read_over_or_refused_in_one_sentence(TiffCompression compression, int tile)
    {
        Assert.SkipWhen(!TiffCompressions.IsReadable((int)compression), $"this libtiff lacks {compression}");
        var whole = MakeFile(compression, tile);
        var random = new Random(((int)compression * 31) + tile);
        var refused = 0;
        for (var i = 0; i < CasesPerFile; i++)
        {
            var damaged = Damage(whole, random);
            var path = _folder.File("a.tif");
            File.WriteAllBytes(path, damaged);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = TiffSummary.Read(path).ToJson();
                ImageFile.Read(path);
                using var rows = TiffFile.Open(path, 1, largestWholeStrip: 1);
                var page = rows.Page(0);
                page.EnsureReadable();
                var row = new byte[page.RowBytes];
                for (var y = 0; y < page.Height; y++)
                    rows.ReadRows(page, 0, y, 1, row);
            }
            catch (InputException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
                Assert.StartsWith(_folder.FullName, e.Message);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostManagedBytes);
        }

        Assert.InRange(refused, CasesPerFile / 10, CasesPerFile);
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var damaged = (byte[])whole.Clone();
        switch (random.Next(4))
        {
            case 0:
                return damaged[..random.Next(whole.Length)];
            case 1:
                // The directory and the description lie behind the pixels.
                for (var n = random.Next(1, 4); n > 0; n--)
                    damaged[^random.Next(1, Math.Min(1200, whole.Length))] = (byte)random.Next(256);
                return damaged;
            case 2:
                var value = new[] { 0u, 1u, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu, 0xFFFFu }[random.Next(6)];
                BitConverter.TryWriteBytes(damaged.AsSpan(random.Next(whole.Length - 4)), value);
                return damaged;
            default:
                for (var n = random.Next(1, 9); n > 0; n--)
                    damaged[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
                return damaged;
        }
    }

    private byte[] MakeFile(TiffCompression compression, int tile)
    {
        var path = _folder.File("whole.tif");
        using (var writer = new OmeTiffWriter(path, new OmeTiffOptions
        {
            Height = 24, Width = 40, SampleType = SampleType.UInt16, ChannelNames = ["Nucleus"], Compression = compression, TileSize = tile,
            Provenance = new Provenance { Program = "test" }, PhysicalSize = new PhysicalSize(0.5, 0.5),
        }))
        {
            writer.WriteNativeRows(Pattern.Make(24, 40, SampleType.UInt16));
            writer.Commit();
        }

        return File.ReadAllBytes(path);
    }
}
