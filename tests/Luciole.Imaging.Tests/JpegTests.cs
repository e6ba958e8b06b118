using System.Diagnostics;
using Luciole.Imaging.Jpeg;

namespace Luciole.Imaging.Tests;

public sealed class JpegTests : IDisposable
{
    private const string Script = """
        import sys
        try:
            from PIL import Image
            import numpy as np
        except ImportError:
            sys.exit(77)
        image = Image.open(sys.argv[1]); image.load()
        truth = np.fromfile(sys.argv[2], np.uint8).reshape(image.size[1], image.size[0])
        error = np.asarray(image).astype(float) - truth
        print(image.mode, image.size[0], image.size[1], np.sqrt((error ** 2).mean()))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(64, 48, 95, 2)]
    [InlineData(61, 3, 90, 3)]
    [InlineData(1, 1, 90, 2)]
    [InlineData(200, 133, 30, 8)]
    public void Another_program_reads_nearly_the_pixels_that_were_written(int width, int height, int quality, double error)
    {
        var pixels = Enumerable.Range(0, width * height).Select(i => (byte)(127 + (80 * Math.Sin(i % width * 0.1)) + (40 * Math.Cos(i / width * 0.2)))).ToArray();
        AssertRead(width, height, pixels, quality, error);
    }

    [Fact]
    public void Noise_of_the_whole_range_survives_with_runs_of_every_length()
    {
        var random = new Random(1);
        var pixels = Enumerable.Range(0, 256 * 64).Select(i => i / 256 % 16 < 8 ? (byte)random.Next(256) : (byte)(random.Next(40) == 0 ? 255 : 0)).ToArray();
        AssertRead(256, 64, pixels, 100, 1.5);
    }

    [Fact]
    public void Less_quality_makes_smaller_files()
    {
        var random = new Random(2);
        var pixels = Enumerable.Range(0, 128 * 128).Select(_ => (byte)random.Next(256)).ToArray();
        var sizes = new[] { 90, 60, 30, 10 }.Select(quality => JpegImage.EncodeGrey(128, 128, pixels, quality).Length).ToList();
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [Fact]
    public void Pixels_must_fit_the_size()
    {
        Assert.Throws<ArgumentException>(() => JpegImage.EncodeGrey(3, 3, new byte[8], 80));
        Assert.ThrowsAny<ArgumentException>(() => JpegImage.EncodeGrey(0, 3, [], 80));
        Assert.ThrowsAny<ArgumentException>(() => JpegImage.EncodeGrey(1, 1, new byte[1], 101));
    }

    private void AssertRead(int width, int height, byte[] pixels, int quality, double error)
    {
        File.WriteAllBytes(_folder.File("image.jpg"), JpegImage.EncodeGrey(width, height, pixels, quality));
        File.WriteAllBytes(_folder.File("pixels"), pixels);
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "/usr/bin/python3 is absent; this test reads the file with Pillow.");
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Script, _folder.File("image.jpg"), _folder.File("pixels")]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var words = python.StandardOutput.ReadToEnd().Split(' ');
        python.WaitForExit();
        Assert.SkipWhen(python.ExitCode == 77, "Debian's python3-pil is absent; this test reads the file with it.");
        Assert.Equal(["L", $"{width}", $"{height}"], words[..3]);
        Assert.InRange(double.Parse(words[3]), 0, error);
    }
}
