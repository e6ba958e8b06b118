using System.CommandLine;

namespace Luciole.Cli.Tests;

public sealed class BiaPyArgumentsTests
{
    private static readonly Command[] s_commands =
    [
        new("run") { new Option<string>("--config", "-cfg"), new Option<string>("--result_dir", "-rdir"), new Option<string>("--run_id", "-rid"), new Option<string>("--name"), new Option<string>("--gpu"), new Option<string>("--set") },
        new("predict") { new Option<string>("--model"), new Option<string>("--out") },
    ];

    [Theory]
    [InlineData("--config a.yaml --run_id 1", "run --config a.yaml --run_id 1")]
    [InlineData("-cfg a.yaml -rid 1", "run -cfg a.yaml -rid 1")]
    [InlineData("--conf a.yaml --res d --n job --ru 2 --g 0", "run --config a.yaml --result_dir d --name job --run_id 2 --gpu 0")]
    [InlineData("run --conf=a.yaml", "run --config=a.yaml")]
    [InlineData("run --config a.yaml -gpu 0 -name x", "run --config a.yaml --gpu 0 --name x")]
    [InlineData("--verbose --conf a.yaml", "run --verbose --config a.yaml")]
    [InlineData("--verbose run --conf a.yaml", "--verbose run --config a.yaml")]
    public void Commands_of_BiaPy_are_runs(string given, string meant) => Assert.Equal(meant.Split(' '), BiaPyArguments.Translate(given.Split(' '), s_commands));

    [Theory]
    [InlineData("predict --mod m.pth")]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--version")]
    [InlineData("-v")]
    [InlineData("nonsense --conf a.yaml")]
    [InlineData("--verbose")]
    [InlineData("run --r 1")]
    [InlineData("run --unknown 1")]
    [InlineData("run --config a.yaml --set DATA.PATCH_SIZE=(1,1,1) --help")]
    public void Other_commands_and_unclear_options_stay_as_they_are(string given) => Assert.Equal(given.Split(' '), BiaPyArguments.Translate(given.Split(' '), s_commands));

    [Fact]
    public void Nothing_stays_nothing() => Assert.Empty(BiaPyArguments.Translate([], s_commands));
}
