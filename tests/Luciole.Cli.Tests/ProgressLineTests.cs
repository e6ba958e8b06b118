using Luciole.Cli.Terminal;

namespace Luciole.Cli.Tests;

public sealed class ProgressLineTests
{
    [Theory]
    [InlineData(false, 19, 21)]
    [InlineData(true, 0.1, 0.3)]
    public void Lines_come_not_too_often(bool isTerminal, double tooSoon, double soonEnough)
    {
        var clock = new SettableClock();
        var messages = new StringWriter();
        var line = new ProgressLine(new TerminalOutput(TextWriter.Null, messages), isTerminal, clock);
        line.Show("first");
        clock.Seconds = tooSoon;
        line.Show("second");
        Assert.Contains("first", messages.ToString());
        Assert.DoesNotContain("second", messages.ToString());
        clock.Seconds = soonEnough;
        line.Show("third");
        Assert.Contains("third", messages.ToString());
    }

    [Theory]
    [InlineData("0123456789", 11, "0123456789")]
    [InlineData("0123456789", 10, "012345678")]
    [InlineData("0123456789", 0, "0123456789")]
    [InlineData("", 80, "")]
    public void A_line_never_fills_the_terminal(string text, int width, string shown) => Assert.Equal(shown, ProgressLine.Cut(text, width));

    private sealed class SettableClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)(Seconds * 1_000_000);
    }
}
