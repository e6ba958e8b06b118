using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Luciole.EndToEnd.Tests;

public sealed partial class PrepareTests : IDisposable
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Stopped = 130;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Studies_become_folders_to_train_from()
    {
        foreach (var field in Enumerable.Range(1, 4))
        {
            foreach (var z in Enumerable.Range(0, 3))
                TinyImages.WriteRaw(Study($"image_{field}_BF_z{z}.ome.tiff"), field, 48, 48);
            TinyImages.WriteTarget(Study($"image_{field}_Nucleus.ome.tiff"), field, 48, 48);
        }

        var (output, messages) = LucioleProcess.Succeed("prepare", Studies, "--out", Out);
        Assert.Contains("nucleus    all       3                 9               1                   3", output);
        Assert.Contains($"--set DATA.TRAIN.GT_PATH={Path.Combine(Out, "nucleus/train/y")}", output);
        Assert.Contains("pre-training sees", messages);
        Assert.DoesNotContain('\u001b', messages);

        var yaml = _folder.File("tiny.yaml");
        File.WriteAllText(yaml, TinyNetwork.Training(_folder.FullName, epochs: 1));
        LucioleProcess.Succeed(
        [
            "run", "--config", yaml, "--result_dir", _folder.File("results"), "--name", "job",
            .. new[] { ("TRAIN", "train"), ("VAL", "val"), ("TEST", "val") }.SelectMany(p => new[]
            {
                "--set", $"DATA.{p.Item1}.PATH={Path.Combine(Out, "nucleus", p.Item2, "x")}", "--set", $"DATA.{p.Item1}.GT_PATH={Path.Combine(Out, "nucleus", p.Item2, "y")}",
            }),
        ]);
        Assert.Equal(3, Directory.GetFiles(_folder.File("results", "job", "results", "job_1", "per_image"), "*.tif").Length);
    }

    [Fact]
    public void Killed_at_random_moments_it_is_completed_by_the_next_start()
    {
        WriteNames(120, planes: 10);
        LucioleProcess.Succeed("prepare", Studies, "--out", _folder.File("whole"));
        LucioleProcess.Succeed("prepare", Studies, "--out", _folder.File("divided"), "--val-every", "3");
        var random = new Random(1);
        foreach (var (round, options) in Enumerable.Range(0, 10).Select(round => (round, round % 2 == 0 ? (string[])[] : ["--val-every", "3"])))
        {
            using var process = Begin(["prepare", Studies, "--out", Out, .. options]);
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(80, 900))))
                SendSignal(process.Id, Kill);
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), $"round {round} did not end");
        }

        LucioleProcess.Succeed("prepare", Studies, "--out", Out);
        Assert.Equal(Tree(_folder.File("whole")), Tree(Out));
        LucioleProcess.Succeed("prepare", Studies, "--out", Out, "--val-every", "3");
        Assert.Equal(Tree(_folder.File("divided")), Tree(Out));
    }

    [Fact]
    public async Task Asked_to_stop_it_stops()
    {
        WriteNames(200, planes: 20);
        using var process = Begin("prepare", Studies, "--out", Out, "--copy");
        var messages = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        while (!Directory.Exists(Path.Combine(Out, "pretraining", "train")) && clock.Elapsed < TimeSpan.FromMinutes(1))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        SendSignal(process.Id, Interrupt);
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "the program did not end");
        Assert.Equal(Stopped, process.ExitCode);
        Assert.Contains("stopped", await messages);
        LucioleProcess.Succeed("prepare", Studies, "--out", Out, "--copy");
        Assert.Equal(4_000, Directory.GetFiles(Path.Combine(Out, "pretraining", "train")).Length);
        Assert.Equal(4_000, Directory.GetFiles(Path.Combine(Out, "nucleus"), "*_z*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        WriteNames(2, planes: 1);
        Refused([Studies, "--out", Path.Combine(Studies, "out")], "outside");
        Refused([Studies, "--out", ""], "--out");
        Refused([_folder.File("absent"), "--out", Out], "absent", "no such file or folder");
        Refused([Studies, "--out", Out, "--organelle", "golgi"], "golgi", "tubulin or all");
        Refused([Studies, "--out", Out, "--organelle", "actin"], "Actin", "there are targets of Nucleus");
        Refused([Studies, "--out", Out, "--val-every", "1"], "--val-every 1");
        Refused([Studies, "--out", Out, "--val-every", "ten"], "ten");
        Refused([Studies, "--out", Out, "--link", "--copy"], "contradict");
        Refused([Studies, "--out", Out, "--pretraining", "none"], "none");
        Refused([Studies], "--out");
        Refused(["--out", Out], "prepare --help");
        Assert.False(Directory.Exists(Out));

        void Refused(string[] arguments, params string[] words) => LucioleProcess.AssertRefused(LucioleProcess.Run(["prepare", .. arguments]), words);
    }

    [Fact]
    public void Disks_that_are_full_or_read_only_are_said_to_be_so()
    {
        var disk = _folder.File("disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(File.Exists("/usr/bin/mount") && Mount("-t", "tmpfs", "-o", "size=256k", "none", disk), "No file system may be mounted here; this test fills one.");
        try
        {
            foreach (var field in new[] { 1, 2 })
            {
                TinyImages.WriteRaw(Study($"image_{field}_BF_z0.ome.tiff"), field, 256, 256);
                TinyImages.WriteTarget(Study($"image_{field}_Nucleus.ome.tiff"), field, 256, 256);
            }

            var output = Path.Combine(disk, "out");
            LucioleProcess.AssertRefused(LucioleProcess.Run("prepare", Studies, "--out", output, "--copy"), "cannot be copied", "space");
            Assert.All(Directory.GetFiles(output, "*.tiff", SearchOption.AllDirectories), path => Assert.Equal(File.ReadAllBytes(SourceOf(path)), File.ReadAllBytes(path)));
            Directory.Delete(output, recursive: true);
            Assert.True(Mount("-o", "remount,ro", disk));
            LucioleProcess.AssertRefused(LucioleProcess.Run("prepare", Studies, "--out", output), output, "cannot be written");
        }
        finally
        {
            RunQuietly("/usr/bin/umount", disk);
        }

        string SourceOf(string path) => Study(Path.GetFileName(path)["Study_1_BF_".Length..]);
    }

    private string Studies => _folder.File("studies");

    private string Out => _folder.File("out");

    private string Study(string name) => _folder.File("studies", "Study_1", name);

    private void WriteNames(int fields, int planes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Study("x"))!);
        for (var field = 0; field < fields; field++)
        {
            foreach (var name in Enumerable.Range(0, planes).Select(z => $"BF_z{z}").Append("Nucleus"))
                File.WriteAllText(Study($"image_{field}_{name}.ome.tiff"), $"{field} {name}");
        }
    }

    private static List<(string Path, string Content)> Tree(string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(folder, path), File.Exists(path) && !path.EndsWith("lock", StringComparison.Ordinal) ? File.ReadAllText(path) : ""))
            .OrderBy(entry => entry.Item1, StringComparer.Ordinal),
    ];

    private static Process Begin(params string[] arguments)
    {
        var process = LucioleProcess.Start(arguments);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static bool Mount(params string[] arguments) => RunQuietly("/usr/bin/mount", arguments);

    private static bool RunQuietly(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
