namespace Luciole.Torch.Runtime;

/// <summary>Counts the cores worth computing on: hyper-threads share one core's arithmetic units.</summary>
public static class PhysicalCores
{
    /// <summary>Physical cores of the machine, at most the processors this process may use (affinity, container limits).</summary>
    public static int Count()
    {
        var cores = 0;
        try
        {
            cores = CountDistinct(File.ReadLines("/proc/cpuinfo"));
        }
        catch (IOException)
        {
            // No such file: not Linux, or a very closed sandbox.
        }

        return cores > 0 ? Math.Min(cores, Environment.ProcessorCount) : Environment.ProcessorCount;
    }

    /// <summary>Distinct (package, core) pairs in the lines of <c>/proc/cpuinfo</c>; 0 when they are not told.</summary>
    public static int CountDistinct(IEnumerable<string> lines)
    {
        var seen = new HashSet<(string Package, string Core)>();
        var package = "";
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue;
            var key = line[..colon].Trim();
            if (key == "physical id")
                package = line[(colon + 1)..].Trim();
            else if (key == "core id")
                seen.Add((package, line[(colon + 1)..].Trim()));
        }

        return seen.Count;
    }
}
