using System.Diagnostics;

namespace Luciole.Benchmarks;

/// <summary>
/// Medians of repeated work. Processor time is what the process was given: on a machine that does other work too it tells what a core can do,
/// while the clock tells how long one waited.
/// </summary>
/// <param name="Processor">Seconds of processor time, all threads together.</param>
/// <param name="Clock">Seconds on the clock.</param>
internal readonly record struct Timing(double Processor, double Clock)
{
    private const int FewestWarmUps = 2;

    /// <summary>Per unit of work.</summary>
    public Timing Per(int units) => new(Processor / units, Clock / units);

    /// <summary>Measures work.</summary>
    public static Timing Of(Action work, TimingEffort effort)
    {
        var begun = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < FewestWarmUps || Environment.CpuUsage.TotalTime - begun < effort.WarmUp; i++)
            work();
        var (processor, clock) = (new List<double>(), new List<double>());
        for (var i = 0; i < effort.Repeats; i++)
        {
            var (before, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            work();
            clock.Add(watch.Elapsed.TotalSeconds);
            processor.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return new Timing(Median(processor), Median(clock));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
