using System.Diagnostics;

namespace Luciole.EndToEnd.Tests;

/// <summary>A disk that is full is said to be so, and nothing is left on it. Needs the right to mount a small file system.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly bool _mounted;

    public FullDiskTests()
    {
        Directory.CreateDirectory(Disk);
        _mounted = File.Exists("/usr/bin/mount") && Run("/usr/bin/mount", "-t", "tmpfs", "-o", "size=64k", "none", Disk);
    }

    public void Dispose()
    {
        if (_mounted)
            Run("/usr/bin/umount", Disk);
        _folder.Dispose();
    }

    [Fact]
    public void Nothing_half_written_stays_behind()
    {
        Assert.SkipUnless(_mounted, "No file system may be mounted here; this test fills one.");
        var model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"));
        var image = TinyImages.WriteRaw(_folder.File("a.tif"), 1, 256, 256);
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", image, "--model", model, "--out", Path.Combine(Disk, "o"), "--output", "normalised"), "disk");
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", image, "--npy", Path.Combine(Disk, "a.npy")), "disk");
        LucioleProcess.AssertRefused(LucioleProcess.Run("init", "--config", _folder.File("m.init.yaml"), "--out", Path.Combine(Disk, "m.pth")), "disk");
        Assert.Empty(Directory.GetFiles(Disk, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }));
    }

    private string Disk => _folder.File("disk");

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
