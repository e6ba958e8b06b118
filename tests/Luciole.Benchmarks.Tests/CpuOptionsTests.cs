using Luciole.Benchmarks.Cpu;
using Luciole.Files;

namespace Luciole.Benchmarks.Tests;

public sealed class CpuOptionsTests
{
    [Fact]
    public void Words_become_options()
    {
        var options = CpuOptions.Parse(["--only", "nucleus,small", "--repeats", "7", "--write"]);
        Assert.Equal(["nucleus", "small"], options.Only);
        Assert.Equal(7, options.Repeats);
        Assert.True(options.IsWritten);
        Assert.Equal("cpu --only nucleus,small --repeats 7 --write", options.CommandLine);
        Assert.Equal(5, CpuOptions.Parse([]).Repeats);
        Assert.Equal(1, CpuOptions.Parse(["--quick"]).Repeats);
        Assert.Equal(3, CpuOptions.Parse(["--repeats", "3", "--quick"]).Repeats);
    }

    [Theory]
    [InlineData("--fast", "--fast")]
    [InlineData("--only", "--only")]
    [InlineData("--repeats none", "none")]
    [InlineData("--repeats 0", "0")]
    [InlineData("--quick --write", "--quick")]
    [InlineData("--repeats 4 --write", "5")]
    public void What_cannot_be_meant_is_refused_and_named(string words, string named) =>
        Assert.Contains(named, Assert.Throws<InputException>(() => CpuOptions.Parse(words.Split(' '))).Message);
}
