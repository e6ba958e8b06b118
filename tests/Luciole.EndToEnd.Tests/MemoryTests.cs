using System.Globalization;
using System.Runtime.InteropServices;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.EndToEnd.Tests;

public sealed class MemoryTests : IDisposable
{
    private const int Side = 6_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// 36 million pixels are 144 MB in single precision. About 450 MB are used: libtorch, .NET, and the predicted rows once;
    /// holding the image, its patches, their predictions or the merged sums beside them would each add 144 MB.
    /// </summary>
    [Fact]
    public async Task A_large_image_is_predicted_by_parts()
    {
        var input = WriteLargeImage();
        var model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"), null, "--set", "DATA.PATCH_SIZE=(256,256,1)", "--set", "MODEL.VIT_TOKEN_SIZE=16", "--set", "MODEL.UNETR_VIT_NUM_FILTERS=1");
        using var process = LucioleProcess.Start("predict", input, "--model", model, "--out", _folder.File("out"));
        var messages = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(50)))
            peak = Math.Max(peak, PeakOf(process.Id));
        Assert.True(process.ExitCode == 0, await messages);
        var summary = TiffSummary.Read(_folder.File("out", "large.tif"));
        Assert.Equal([Side, Side], summary.Shape);
        Assert.InRange(peak, 100_000, 540_000);
    }

    // Kilobytes of resident memory at its highest.
    private static long PeakOf(int process)
    {
        const string Key = "VmHWM:";
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[Key.Length..^2].Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }

    private string WriteLargeImage()
    {
        var pixels = new ushort[Side * Side];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (ushort)(1_000 + ((i * 31) ^ (i >> 7) & 255));
        return TinyImages.Write(_folder.File("large.tif"), SampleType.UInt16, MemoryMarshal.AsBytes(pixels.AsSpan()), Side, Side, "Bright field");
    }
}
