using System.Diagnostics;
using System.Runtime.InteropServices;
using Luciole.Checkpoints;
using Luciole.Imaging.Pixels;

namespace Luciole.EndToEnd.Tests;

/// <summary>Stopped or killed at any moment, the program leaves no half-written file under a final name.</summary>
public sealed partial class StoppedTests : IDisposable
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int Stopped = 130;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Killed_while_predicting_at_random_moments()
    {
        var model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"));
        WriteImages(20);
        var random = new Random(1);
        var seen = 0;
        for (var round = 0; round < 10; round++)
        {
            using var process = Begin("predict", _folder.File("in"), "--model", model, "--out", Out);
            StopAfter(process, TimeSpan.FromMilliseconds(random.Next(100, 1_500 + (500 * round))), Kill);
            seen += AssertImagesAreComplete();
        }

        // What the killed runs left does not disturb the next.
        LucioleProcess.Succeed("predict", _folder.File("in"), "--model", model, "--out", Out);
        Assert.Equal(20, AssertImagesAreComplete());
        Assert.True(seen > 0, "no round came as far as a finished image; the moments are chosen badly");
    }

    [Fact]
    public void Killed_while_training_at_random_moments()
    {
        var yaml = WriteTraining();
        var random = new Random(2);
        var seen = 0;
        for (var round = 0; round < 8; round++)
        {
            using var process = Begin("run", "--config", yaml, "--result_dir", _folder.File("results"), "--name", "job", "--run_id", $"{round}");
            StopAfter(process, TimeSpan.FromMilliseconds(random.Next(400, 2_500 + (1_000 * round))), Kill);
            seen += AssertCheckpointsAreComplete();
        }

        Assert.True(seen > 0, "no round came as far as a checkpoint; the moments are chosen badly");
    }

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task Asked_to_stop_while_predicting_it_keeps_what_is_finished(int signal)
    {
        var model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"));
        WriteImages(150);
        using var process = Begin("predict", _folder.File("in"), "--model", model, "--out", Out);
        WaitUntil(() => Directory.Exists(Out) && Directory.GetFiles(Out, "*.tif").Length > 0, process);
        var messages = process.StandardError.ReadToEndAsync();
        Signal(process, signal);
        AssertEnds(process);
        Assert.Equal(Stopped, process.ExitCode);
        Assert.Contains("stopped; what was finished is kept.", await messages);
        Assert.InRange(AssertImagesAreComplete(), 1, 149);
        Assert.All(Directory.GetFiles(Out), f => Assert.EndsWith(".tif", f));
    }

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task Asked_to_stop_while_training_it_keeps_the_best_checkpoint_and_does_not_predict(int signal)
    {
        var yaml = WriteTraining();
        using var process = Begin("run", "--config", yaml, "--result_dir", _folder.File("results"), "--name", "job");
        WaitUntil(() => AssertCheckpointsAreComplete() > 0, process);
        var messages = process.StandardError.ReadToEndAsync();
        Signal(process, signal);
        AssertEnds(process);
        Assert.Equal(Stopped, process.ExitCode);
        Assert.Contains("stopped", await messages);
        Assert.True(AssertCheckpointsAreComplete() > 0);
        Assert.False(Directory.Exists(_folder.File("results", "job", "results", "job_1", "per_image")));
    }

    private string Out => _folder.File("out");

    private void WriteImages(int count)
    {
        for (var n = 0; n < count; n++)
            TinyImages.WriteRaw(_folder.File("in", $"{n}.tif"), n, 128, 128);
    }

    private string WriteTraining()
    {
        TinyImages.WriteSets(_folder.File("train"), 1, 2, planes: 1);
        TinyImages.WriteSets(_folder.File("val"), 11, 1, planes: 1);
        TinyImages.WriteSets(_folder.File("test"), 21, 1, planes: 1);
        var yaml = _folder.File("tiny.yaml");
        File.WriteAllText(yaml, TinyNetwork.Training(_folder.FullName, epochs: 5_000).Replace("VIT_TOKEN_SIZE", "SAVE_CKPT_FREQ: 3\n  VIT_TOKEN_SIZE", StringComparison.Ordinal));
        return yaml;
    }

    private int AssertImagesAreComplete()
    {
        var files = Directory.Exists(Out) ? Directory.GetFiles(Out).Where(ImageFiles).ToList() : [];
        foreach (var file in files)
        {
            using var image = ImageFile.Read(file);
            Assert.Equal((128, 128), (image.Height, image.Width));
        }

        return files.Count;

        static bool ImageFiles(string path) => !Path.GetFileName(path).StartsWith('.') && Path.GetFileName(path) != "report.html";
    }

    private int AssertCheckpointsAreComplete()
    {
        var folder = _folder.File("results", "job", "checkpoints");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.pth") : [];
        foreach (var file in files)
        {
            using var checkpoint = PyTorchCheckpoint.Open(file);
            Assert.All(checkpoint.StateDict, t => Assert.True(double.IsFinite(t.Value.Statistics().Sum)));
        }

        return files.Length;
    }

    private static Process Begin(params string[] arguments)
    {
        var process = LucioleProcess.Start(arguments);

        // Nobody reads the results; the pipe must not fill.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static void StopAfter(Process process, TimeSpan time, int signal)
    {
        _ = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(time))
            Signal(process, signal);
        AssertEnds(process);
    }

    private static void WaitUntil(Func<bool> condition, Process process)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(process.HasExited, "the program ended too early");
            Assert.True(clock.Elapsed < s_limit, "the program did not come so far");
            Thread.Sleep(20);
        }
    }

    private static void AssertEnds(Process process)
    {
        var ended = process.WaitForExit(s_limit);
        if (!ended)
            process.Kill();
        Assert.True(ended, "the program did not end");
        process.WaitForExit();
    }

    private static void Signal(Process process, int signal) => SendSignal(process.Id, signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
