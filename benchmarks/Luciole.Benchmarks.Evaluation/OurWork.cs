using Luciole.Evaluation;
using Luciole.Imaging.Pixels;
using Luciole.Metrics;

namespace Luciole.Benchmarks.Evaluation;

/// <summary>The same by Luciole, on one thread; the time is that of all threads of the process, the runtime's own included.</summary>
internal static class OurWork
{
    public static Cost Measure(string prediction, string truth, int repeats)
    {
        var ((p, g), reading) = Timed(() => (Read(prediction), Read(truth)), repeats);
        var (metrics, measuring) = Timed(() => ChallengeMetrics.Measure(p.Pixels, g.Pixels, g.Height, g.Width), repeats);
        return new Cost(reading, measuring, ChallengeFigures.All.ToDictionary(name => name, name => ChallengeFigures.Of(metrics, name)));
    }

    // Percentiles belong to measuring here, as on the other side.
    private static (double[] Pixels, int Height, int Width) Read(string path)
    {
        using var image = ImageFile.Read(path);
        return (image.ToDouble(), image.Height, image.Width);
    }

    private static (T Result, double Seconds) Timed<T>(Func<T> work, int repeats)
    {
        var started = Environment.CpuUsage.TotalTime;
        var result = work();
        for (var i = 1; i < repeats; i++)
            result = work();
        return (result, (Environment.CpuUsage.TotalTime - started).TotalSeconds / repeats);
    }
}
