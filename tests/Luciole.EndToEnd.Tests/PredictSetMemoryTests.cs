using System.Globalization;
using Luciole.Files;

namespace Luciole.EndToEnd.Tests;

public sealed class PredictSetMemoryTests : IDisposable
{
    private const int Models = 4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Four models take three times their weights more than one of them does; one by one they take what one takes. The networks are nearly all
    /// weights here, so that these differences are larger than what the runtime takes more or less.
    /// </summary>
    [Fact]
    public async Task Four_models_take_their_weights_and_one_by_one_no_more_than_one()
    {
        var image = TinyImages.WriteRaw(_folder.File("in", "a.tif"), 1);
        string[] names = ["nucleus", "mitochondria", "actin", "tubulin"];
        TinyNetwork.WriteCheckpoint(_folder.File("models", "nucleus.pth"), null, "--set", "MODEL.VIT_EMBED_DIM=512", "--set", "MODEL.VIT_NUM_LAYERS=12");
        foreach (var name in names[1..])
            File.Copy(_folder.File("models", "nucleus.pth"), _folder.File("models", name + ".pth"));
        var weights = new FileInfo(_folder.File("models", "nucleus.pth")).Length / 1024;
        Assert.InRange(weights, 100_000, 300_000);

        var one = await PeakOf("predict", image, "--model", _folder.File("models", "nucleus.pth"), "--out", _folder.File("one"));
        var all = await PeakOf("predict", image, "--models", _folder.File("models"), "--out", _folder.File("all"));
        var low = await PeakOf("predict", image, "--models", _folder.File("models"), "--out", _folder.File("low"), "--low-memory");
        Assert.True(all < one + ((Models - 1) * weights * 1.1), $"{all} kB with four models, {one} kB with one, whose weights have {weights} kB");
        Assert.True(low < one + (0.5 * weights), $"{low} kB one by one, {one} kB with one model, whose weights have {weights} kB");
    }

    private static async Task<long> PeakOf(params string[] arguments)
    {
        using var process = LucioleProcess.Start(arguments);
        var (messages, output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        long peak = 0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(5)))
            peak = Math.Max(peak, PeakOf(process.Id));
        Assert.True(process.ExitCode == 0, await messages + await output);
        return peak;
    }

    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[6..^2].Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }
}
