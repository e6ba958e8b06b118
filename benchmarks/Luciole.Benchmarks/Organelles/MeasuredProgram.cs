using System.Diagnostics;
using System.Globalization;

namespace Luciole.Benchmarks.Organelles;

/// <summary>One run of <c>./luciole</c>.</summary>
/// <param name="Seconds">On the clock, from start to end.</param>
/// <param name="PeakBytes">The largest resident size that was seen.</param>
internal sealed record MeasuredProgram(double Seconds, long PeakBytes)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts the program and waits for it.</summary>
    public static MeasuredProgram Run(string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "luciole"), arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var (messages, output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        long peak = 0;
        while (!process.WaitForExit(s_look))
            peak = Math.Max(peak, PeakOf(process.Id));
        var seconds = clock.Elapsed.TotalSeconds;
        process.WaitForExit();
        _ = output.Result;
        return process.ExitCode == 0 ? new MeasuredProgram(seconds, peak) : throw new InvalidOperationException($"luciole {string.Join(' ', arguments)} ended with {process.ExitCode}: {messages.Result}");
    }

    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }
}
