using System.Globalization;
using System.Runtime.InteropServices;

namespace Luciole.Benchmarks;

/// <summary>What figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, runtime, date, load.</summary>
    public static string Describe()
    {
        var model = Lines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        var optimised = typeof(Machine).Assembly.GetCustomAttributes(typeof(System.Diagnostics.DebuggableAttribute), false).OfType<System.Diagnostics.DebuggableAttribute>().All(a => !a.IsJITOptimizerDisabled);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}{(optimised ? "" : ", NOT OPTIMISED")}, {DateTime.Now:yyyy-MM-dd HH:mm}, load {Load()}");
    }

    /// <summary>How many threads want a processor: averages over 1, 5 and 15 minutes, where the system tells.</summary>
    public static string Load() => Lines("/proc/loadavg") is [var line, ..] ? string.Join(' ', line.Split(' ')[..3]) : "unknown";

    private static string[] Lines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];
}
