using Luciole.Cli.Terminal;

namespace Luciole.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("predikt", "'predikt'")]
    [InlineData("inspect", "lacks FILE (a TIFF image")]
    [InlineData("evaluate", "lacks PRED (the folder of predictions) and TRUTH (the folder of true fluorescence images) and --out D (the folder for the results); see luciole evaluate --help.")]
    [InlineData("evaluate predictions --out d", "luciole evaluate: lacks TRUTH (the folder of true fluorescence images); see")]
    [InlineData("evaluate predictions truths --out", "--out")]
    [InlineData("inspect a.tif --npyy x", "'--npyy'")]
    [InlineData("inspect absent.tif", "absent.tif")]
    [InlineData("run --config", "--config")]
    [InlineData("run --config a.yaml extra", "extra")]
    [InlineData("demo --minutes soon", "'soon' for option '--minutes' as a number")]
    [InlineData("demo --minutes 0", "--minutes 0")]
    [InlineData("predict a.tif --model m --out o --batch x", "whole number")]
    [InlineData("init --config absent.yaml --out x.pth", "absent.yaml")]
    public void Mistakes_are_one_line_and_end_with_2(string arguments, string words)
    {
        var (code, results, messages) = Run(arguments.Split(' '));
        Assert.Equal((2, ""), (code, results));
        Assert.StartsWith("error: ", messages);
        Assert.Contains(words, messages);
        Assert.Single(messages.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_file_whose_name_begins_like_an_option_can_be_named()
    {
        var (code, _, messages) = Run("inspect", "--", "--odd.tif");
        Assert.Equal(2, code);
        Assert.Contains("--odd.tif: cannot be read", messages);
    }

    [Fact]
    public void Details_come_with_verbose_only()
    {
        Assert.DoesNotContain("InputException", Run("inspect", _folder.FullName).Messages);
        Assert.Contains("InputException", Run("inspect", _folder.FullName, "--verbose").Messages);
    }

    [Fact]
    public void A_damaged_image_is_described_as_far_as_it_goes_and_refused()
    {
        // One pixel whose strip lies behind the end of the file.
        var path = _folder.File("a.tif");
        byte[] head = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 8, 0];
        (ushort Tag, uint Value)[] tags = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 5_000), (278, 1), (279, 1)];
        File.WriteAllBytes(path, [.. head, .. tags.SelectMany(t => (byte[])[.. BitConverter.GetBytes(t.Tag), 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(t.Value)]), 0, 0, 0, 0]);
        var (code, results, messages) = Run("inspect", path);
        Assert.Equal(2, code);
        Assert.Contains("uint8", results);
        Assert.StartsWith($"error: {path}: ", messages);
    }

    private static (int Code, string Results, string Messages) Run(params string[] arguments)
    {
        var (results, messages) = (new StringWriter(), new StringWriter());
        var code = CommandLine.Run(arguments, new TerminalOutput(results, messages));
        return (code, results.ToString(), messages.ToString());
    }
}
