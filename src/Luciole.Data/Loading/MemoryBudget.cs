namespace Luciole.Data.Loading;

/// <summary>How much memory decoded images may take: half of what is free when the network has its part.</summary>
/// <param name="Free">Bytes that are free: within the machine's memory and the limits of a container, and not used by others.</param>
/// <param name="Network">Bytes that the network and its batches will need.</param>
public sealed record MemoryBudget(long Free, long Network)
{
    private const int Part = 2;

    /// <summary>Bytes for decoded images; 0 when the network needs everything.</summary>
    public long Bytes => Math.Max(0, Free - Network) / Part;

    /// <summary>The budget on this machine now.</summary>
    /// <param name="network">Bytes that the network and its batches will need.</param>
    public static MemoryBudget Now(long network)
    {
        // The runtime knows the machine's memory and the limits of a container, but not what others use.
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new MemoryBudget(Math.Min(limit, AvailableIn(Lines("/proc/meminfo")) ?? limit), network);
    }

    /// <summary>Bytes that the lines of <c>/proc/meminfo</c> call available (<c>MemAvailable</c>); null when they do not say.</summary>
    public static long? AvailableIn(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["MemAvailable:", var kibibytes, "kB"] && long.TryParse(kibibytes, out var count))
                return count * 1024;
        }

        return null;
    }

    /// <summary>The budget in a sentence.</summary>
    public override string ToString() => Bytes == 0
        ? $"decoded images are not kept: of {Gigabytes(Free)} that are free the network needs {Gigabytes(Network)}"
        : $"decoded images may take {Gigabytes(Bytes)} of memory: half of what the network leaves of {Gigabytes(Free)} that are free";

    private static string Gigabytes(long bytes) => $"{bytes / 1e9:0.0} GB";

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not Linux, or a very closed sandbox.
            return [];
        }
    }
}
