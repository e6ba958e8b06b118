using Luciole.Cli.Terminal;

namespace Luciole.Cli.Tests;

public sealed class ProgressDisplayTests
{
    private static string Describe(double first, double done, double total, double seconds, string details = "") =>
        ProgressDisplay.Describe("predicting", "images", first, done, total, TimeSpan.FromSeconds(seconds), details);

    [Fact]
    public void Tells_share_rate_and_time_left() =>
        Assert.Equal("predicting  30/120 images  25 %  3.0 images/s  0:30 left", Describe(0, 30, 120, 10));

    [Fact]
    public void Slow_work_tells_seconds_for_each() =>
        Assert.Equal("predicting  2/10 images  20 %  5.0 s each  0:40 left  a.tif", Describe(0, 2, 10, 10, "a.tif"));

    [Fact]
    public void What_was_done_before_the_clock_started_does_not_count() =>
        Assert.Equal("predicting  60/100 images  60 %  1.0 images/s  0:40 left", Describe(50, 60, 100, 10));

    [Fact]
    public void The_first_call_promises_nothing() => Assert.Equal("predicting  0/10 images  0 %", Describe(0, 0, 10, 0));

    [Fact]
    public void Nothing_to_do_is_no_division_by_zero() => Assert.Equal("predicting  0/0 images  0 %", Describe(0, 0, 0, 1));

    [Fact]
    public void A_pipe_gets_lines_and_a_terminal_one_line_that_is_rewritten()
    {
        var plain = new StringWriter();
        new ProgressDisplay(new TerminalOutput(TextWriter.Null, plain), "training", "epochs", isTerminal: false).Show(0, 10);
        Assert.Equal($"training  0/10 epochs  0 %{Environment.NewLine}", plain.ToString());

        var (results, messages) = (new StringWriter(), new StringWriter());
        var output = new TerminalOutput(results, messages);
        new ProgressDisplay(output, "training", "epochs", isTerminal: true).Show(0, 10);
        output.Line("epoch 1");
        Assert.Equal("\r\u001b[Ktraining  0/10 epochs  0 %\r\u001b[K", messages.ToString());
        Assert.Equal($"epoch 1{Environment.NewLine}", results.ToString());
    }
}
