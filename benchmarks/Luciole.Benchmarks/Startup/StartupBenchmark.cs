using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Luciole.Benchmarks.Startup;

/// <summary>
/// How long a user waits for the command itself: the real <c>./luciole</c>, started again and again as from a shell. The network is the
/// small UNETR (256 x 256, token 16, width 192, 12 layers, 16 filters, kernel 3) with random weights; the image has 512 x 512 pixels.
/// </summary>
internal sealed class StartupBenchmark : IBenchmark
{
    private const int Starts = 11;
    private const int Side = 512;

    public string Name => "startup";

    public string Purpose => "Starts ./luciole 11 times each: --help, and predict of one 512 x 512 image with a small UNETR.";

    public void Run()
    {
        var root = Repository();
        var work = Directory.CreateTempSubdirectory("luciole-startup-").FullName;
        try
        {
            var image = Path.Combine(work, "image.npy");
            WriteImage(image);
            Row(root, "--help", limit: 0.150, ["--help"]);
            Row(root, "predict, 4 patches", limit: 1.5, ["predict", image, "--model", Model(root, work, padding: 0), "--out", Path.Combine(work, "out")]);
            Row(root, "predict, 16 patches that overlap by 96", limit: null, ["predict", image, "--model", Model(root, work, padding: 48), "--out", Path.Combine(work, "out")]);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static void Row(string root, string what, double? limit, string[] arguments)
    {
        Start(root, arguments);
        var seconds = new double[Starts];
        for (var i = 0; i < Starts; i++)
            seconds[i] = Start(root, arguments);
        Array.Sort(seconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-40} median {seconds[Starts / 2] * 1e3,6:F0} ms, from {seconds[0] * 1e3:F0} to {seconds[^1] * 1e3:F0}{(limit is { } l ? $"; the limit is {l * 1e3:F0}" : "")}"));
    }

    private static double Start(string root, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(root, "luciole"), arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var messages = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0 ? seconds : throw new InvalidOperationException($"luciole {string.Join(' ', arguments)} ended with {process.ExitCode}: {messages.Result}");
    }

    private static string Model(string root, string work, int padding)
    {
        var model = Path.Combine(work, $"padding{padding}.pth");
        Start(root, [
            "init", "--config", Path.Combine(root, "recipes", "lightmycells", "organelle-small.yaml"), "--out", model,
            "--set", "MODEL.LOAD_CHECKPOINT=False", "--set", $"DATA.TEST.PADDING=({padding},{padding})",
        ]);
        return model;
    }

    private static void WriteImage(string path)
    {
        using var file = File.Create(path);
        var header = $"{{'descr': '<u2', 'fortran_order': False, 'shape': ({Side}, {Side}), }}";
        var length = ((10 + header.Length + 64) / 64 * 64) - 10;
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
        var random = new Random(1);
        for (var i = 0; i < Side * Side; i++)
        {
            var value = random.Next(1000, 2000);
            file.Write([(byte)value, (byte)(value >> 8)]);
        }
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Luciole.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("This program is not in Luciole's repository, whose ./luciole it measures.");
    }
}
