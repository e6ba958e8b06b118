using System.Diagnostics;

namespace Luciole.EndToEnd.Tests;

/// <summary>What a start does not do. Times are the benchmark's (`startup`); here nothing is timed.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "--version")]
    [InlineData(0, "predict", "--help")]
    [InlineData(2, "nonsense")]
    [InlineData(2, "predict", "--nonsense")]
    [InlineData(2, "prepare", "no such folder", "--out", "o")]
    [InlineData(2, "predict", "no such image", "--model", "no such model", "--out", "o")]
    public void What_needs_no_libtorch_does_not_load_it(int exitCode, params string[] arguments)
    {
        var (ended, messages) = RunWithoutNative(arguments);
        Assert.True(ended == exitCode, $"exit code {ended}: {messages}");
        Assert.DoesNotContain("LUCIOLE_NATIVE", messages);
    }

    [Fact]
    public void A_checkpoint_is_inspected_without_libtorch()
    {
        var (ended, messages) = RunWithoutNative("inspect", TinyNetwork.WriteCheckpoint(_folder.File("tiny.pth")));
        Assert.True(ended == 0, $"exit code {ended}: {messages}");
    }

    [Fact]
    public void What_needs_libtorch_says_so_when_it_is_missing()
    {
        var model = TinyNetwork.WriteCheckpoint(_folder.File("tiny.pth"));
        var image = TinyImages.WriteRaw(_folder.File("image.ome.tiff"), seed: 1);
        var (ended, messages) = RunWithoutNative("predict", image, "--model", model, "--out", _folder.File("out"));
        Assert.Equal(2, ended);
        Assert.Contains("libluciole_torch.so: is missing although LUCIOLE_NATIVE names its folder", messages);
    }

    [Fact]
    public void Results_are_whole_in_a_pipe_though_the_process_ends_at_once()
    {
        var (ended, output, _) = LucioleProcess.Run("run", "--help");
        Assert.Equal(0, ended);
        Assert.EndsWith("\n", output);
        Assert.Contains("--verbose", output);
    }

    // The launcher always names its own folder of native libraries, so this is the program that it becomes.
    private (int ExitCode, string Messages) RunWithoutNative(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Golden.RepositoryRoot, "build", "app", "luciole"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.CreateDirectory(_folder.File("empty")).FullName,
        };
        start.Environment["LUCIOLE_NATIVE"] = _folder.File("empty");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Result + messages);
    }
}
