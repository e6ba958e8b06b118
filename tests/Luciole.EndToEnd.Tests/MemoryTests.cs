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

    /// <summary>Two hundred steps and more: what is resident after 200 steps is what is resident after 450.</summary>
    [Fact]
    public async Task Training_does_not_grow()
    {
        TinyImages.WriteSets(_folder.File("train"), 1, 4, planes: 3, size: 160);
        TinyImages.WriteSets(_folder.File("val"), 11, 1, planes: 1, size: 160);
        var yaml = _folder.File("tiny.yaml");
        File.WriteAllText(yaml, TinyNetwork.Training(_folder.FullName, epochs: 150));
        using var process = LucioleProcess.Start(
            "run", "--config", yaml, "--result_dir", _folder.File("results"), "--name", "job", "--set", "TEST.ENABLE=False", "--set", "DATA.PATCH_SIZE=(128,128,1)",
            "--set", "MODEL.VIT_TOKEN_SIZE=16", "--set", "MODEL.VIT_EMBED_DIM=64", "--set", "MODEL.UNETR_VIT_NUM_FILTERS=4");
        var messages = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        var table = _folder.File("results", "job", "results", "job_1", "training_log.csv");
        var resident = new List<long>[151];
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
        {
            var epochs = File.Exists(table) ? Math.Max(0, File.ReadLines(table).Count() - 1) : 0;
            (resident[epochs] ??= []).Add(KilobytesOf(process.Id, "VmRSS:"));
        }

        Assert.True(process.ExitCode == 0, await messages);

        // What the garbage collector has not taken back yet comes and goes; what grows shows at the lowest points.
        long LowestOf(int first, int last) => resident[first..last].OfType<List<long>>().SelectMany(r => r).Where(r => r > 0).Min();
        var (before, after) = (LowestOf(60, 80), LowestOf(130, 150));
        Assert.True(after < 1.03 * before, $"resident memory grew from {before:N0} to {after:N0} kB in 200 steps");
    }

    private static long PeakOf(int process) => KilobytesOf(process, "VmHWM:");

    private static long KilobytesOf(int process, string key)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[key.Length..^2].Trim(), CultureInfo.InvariantCulture);
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
