using System.Diagnostics;
using Luciole.Workflows;

namespace Luciole.Cli.Terminal;

/// <summary>Shows how far long work is, with rate and time left.</summary>
internal sealed class ProgressDisplay(TerminalOutput output, string what, string unit, bool isTerminal)
{
    private readonly ProgressLine _line = new(output, isTerminal);
    private readonly Stopwatch _clock = new();
    private double _first;

    /// <summary>Tells that <paramref name="done"/> of <paramref name="total"/> units are finished.</summary>
    public void Show(double done, double total, string details = "")
    {
        if (!_clock.IsRunning)
        {
            // What was done before the first call took time that nobody measured.
            _first = done;
            _clock.Start();
        }

        _line.Show(Describe(what, unit, _first, done, total, _clock.Elapsed, details));
    }

    /// <summary>The text of the line.</summary>
    public static string Describe(string what, string unit, double first, double done, double total, TimeSpan elapsed, string details)
    {
        var share = total > 0 ? done / total : 0;
        var fresh = done - first;
        var rate = fresh > 0 ? $"  {Rate(fresh / elapsed.TotalSeconds, unit)}" : "";
        var left = fresh > 0 ? $"  {DurationText.Short(elapsed * ((total - done) / fresh))} left" : "";
        return $"{what}  {done:0.#}/{total:0.#} {unit}  {share:P0}{rate}{left}{(details.Length > 0 ? "  " + details : "")}";
    }

    private static string Rate(double perSecond, string unit) =>
        perSecond >= 1 ? $"{perSecond:0.0} {unit}/s" : $"{1 / perSecond:0.0} s each";
}
