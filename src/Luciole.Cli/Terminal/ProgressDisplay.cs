using System.Diagnostics;

namespace Luciole.Cli.Terminal;

/// <summary>
/// Shows how far long work is, with rate and time left: one line that is rewritten on a terminal, plain lines now and then when the
/// output goes to a file or a pipe.
/// </summary>
internal sealed class ProgressDisplay(TerminalOutput output, string what, string unit, bool isTerminal)
{
    private static readonly TimeSpan s_terminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(20);
    private readonly Stopwatch _clock = new();
    private double _first;
    private TimeSpan _shownAt = -s_plainInterval;

    /// <summary>Tells that <paramref name="done"/> of <paramref name="total"/> units are finished.</summary>
    public void Show(double done, double total, string details = "")
    {
        if (!_clock.IsRunning)
        {
            // What was done before the first call took time that nobody measured.
            _first = done;
            _clock.Start();
        }

        var elapsed = _clock.Elapsed;
        if (elapsed - _shownAt < (isTerminal ? s_terminalInterval : s_plainInterval))
            return;
        _shownAt = elapsed;
        var text = Describe(what, unit, _first, done, total, elapsed, details);
        if (isTerminal)
            output.Progress(text);
        else
            output.Error(text);
    }

    /// <summary>The text of the line.</summary>
    public static string Describe(string what, string unit, double first, double done, double total, TimeSpan elapsed, string details)
    {
        var share = total > 0 ? done / total : 0;
        var fresh = done - first;
        var rate = fresh > 0 ? $"  {Rate(fresh / elapsed.TotalSeconds, unit)}" : "";
        var left = fresh > 0 ? $"  {Duration(elapsed * ((total - done) / fresh))} left" : "";
        return $"{what}  {done:0.#}/{total:0.#} {unit}  {share:P0}{rate}{left}{(details.Length > 0 ? "  " + details : "")}";
    }

    /// <summary>Hours, minutes and seconds, as short as they can be told.</summary>
    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes}:{time.Seconds:00}";

    private static string Rate(double perSecond, string unit) =>
        perSecond >= 1 ? $"{perSecond:0.0} {unit}/s" : $"{1 / perSecond:0.0} s each";
}
