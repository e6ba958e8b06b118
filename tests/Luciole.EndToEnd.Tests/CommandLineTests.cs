namespace Luciole.EndToEnd.Tests;

public sealed class CommandLineTests : IDisposable
{
    private static readonly string[] s_commands = ["predict", "run", "inspect", "init", "doctor", "demo"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_names_every_command_and_calls_the_program_luciole()
    {
        var (output, messages) = LucioleProcess.Succeed("--help");
        Assert.Equal("", messages);
        Assert.Contains("luciole [command] [options]", output);
        Assert.Contains("luciole demo", output);
        foreach (var command in s_commands)
            Assert.Matches($@"(?m)^  {command}\b", output);
        Assert.Equal(output, LucioleProcess.Succeed().Output);
    }

    [Fact]
    public void Every_command_explains_its_options()
    {
        var options = new Dictionary<string, string[]>
        {
            ["predict"] = ["<IMAGE>...", "--model", "--out", "--config", "--output", "--batch", "--gpu", "--set"],
            ["run"] = ["--config", "--result_dir", "--name", "--run_id", "--gpu", "--set"],
            ["inspect"] = ["<FILE>", "--npy", "--tensor", "--json", "--statistics"],
            ["init"] = ["--config", "--out"],
            ["doctor"] = [],
            ["demo"] = ["--out", "--minutes"],
        };
        foreach (var command in s_commands)
        {
            var (output, _) = LucioleProcess.Succeed(command, "--help");
            Assert.Contains($"luciole {command}", output);
            Assert.All(options[command], option => Assert.Contains(option, output));
            Assert.DoesNotContain("System.", output);
        }
    }

    [Fact]
    public void The_version_is_a_number()
    {
        var (output, _) = LucioleProcess.Succeed("--version");
        Assert.Matches(@"^\d+\.\d+\.\d+$", output.Trim());
        Assert.Equal(output, LucioleProcess.Succeed("-v").Output);
    }

    [Fact]
    public void Doctor_tells_what_matters_for_speed()
    {
        var (output, _) = LucioleProcess.Succeed("doctor");
        foreach (var row in new[] { "Luciole", "processor", "cores", "memory", "libtorch", "threads", "BLAS", "GPUs" })
            Assert.Matches($"(?m)^{row}  +[^ ]", output);
        Assert.Matches(@"BLAS +\d+ GFLOP/s", output);
    }

    [Fact]
    public void Unknown_words_are_named()
    {
        LucioleProcess.AssertRefused(LucioleProcess.Run("predikt"), "'predikt'", "predict");
        LucioleProcess.AssertRefused(LucioleProcess.Run("inspect", "--jsn", "x.tif"), "'--jsn'", "--json");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", "a.tif", "--ouptut", "raw", "--model", "m.pth", "--out", "o"), "'--ouptut'", "--output");
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config", "x.yaml", "--result-dir", "d"), "'--result-dir'", "--result_dir");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", "a.tif", "--out", "o"), "--model");
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config", "x.yaml", "--run_id", "first"), "'first'", "whole number");
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config"), "--config");
        LucioleProcess.AssertRefused(LucioleProcess.Run("demo", "--minutes", "-3", "--out", _folder.File("d")), "--minutes");
    }

    [Fact]
    public void Verbose_adds_the_details_of_a_failure()
    {
        var path = _folder.File("absent.tif");
        var plain = LucioleProcess.Run("inspect", path);
        var verbose = LucioleProcess.Run("inspect", path, "--verbose");
        Assert.Equal((2, 2), (plain.ExitCode, verbose.ExitCode));
        Assert.DoesNotContain("   at ", plain.Messages);
        Assert.StartsWith(plain.Messages.TrimEnd(), verbose.Messages);
        Assert.Contains("   at ", verbose.Messages);
    }

    [Fact]
    public void Piped_output_has_no_escape_sequences()
    {
        var model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"));
        var image = TinyImages.WriteRaw(_folder.File("a.tif"), 1, 100, 100);
        var runs = new[]
        {
            LucioleProcess.Run("--help"), LucioleProcess.Run("inspect", model), LucioleProcess.Run("inspect", image), LucioleProcess.Run("nonsense"),
            LucioleProcess.Run("predict", image, "--model", model, "--out", _folder.File("o")),
        };
        Assert.All(runs, r => Assert.DoesNotContain('\u001b', r.Output + r.Messages));
        Assert.All(runs, r => Assert.DoesNotContain('\r', r.Output + r.Messages));
    }
}
