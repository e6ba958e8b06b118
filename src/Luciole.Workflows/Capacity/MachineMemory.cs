using System.Globalization;

namespace Luciole.Workflows.Capacity;

/// <summary>
/// How much memory this process may still take: what the machine has available, within the limits of the control groups that it runs
/// in (version 1 and 2), as containers and batch systems set them.
/// </summary>
public static class MachineMemory
{
    private const string Groups = "sys/fs/cgroup";

    /// <summary>Bytes.</summary>
    /// <param name="root">Where <c>proc</c> and <c>sys</c> are.</param>
    /// <returns>Null where nothing tells, as on other systems than Linux.</returns>
    public static long? Available(string root = "/")
    {
        long? least = MachineAvailable(root);
        foreach (var line in Lines(Path.Combine(root, "proc/self/cgroup")))
        {
            // For instance 0::/user.slice, or 4:memory:/docker/ab12.
            var parts = line.Split(':', 3);
            if (parts.Length < 3)
                continue;
            var left = parts[1].Length == 0
                ? LeftIn(Path.Combine(root, Groups), parts[2], "memory.max", "memory.current", "inactive_file")
                : parts[1].Split(',').Contains("memory", StringComparer.Ordinal)
                    ? LeftIn(Path.Combine(root, Groups, "memory"), parts[2], "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
                    : null;
            if (left is { } bytes && !(least <= bytes))
                least = bytes;
        }

        return least;
    }

    private static long? MachineAvailable(string root)
    {
        foreach (var line in Lines(Path.Combine(root, "proc/meminfo")))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["MemAvailable:", var kibibytes, ..] && Number(kibibytes) is { } count)
                return count * 1024;
        }

        return null;
    }

    // The least of a group and those it lies in; the parts of the path that a container does not show are passed over.
    private static long? LeftIn(string mount, string group, string limitFile, string usageFile, string cacheName)
    {
        long? least = null;
        var path = group.Trim('/');
        while (true)
        {
            var folder = Path.Combine(mount, path);
            if (Number(Lines(Path.Combine(folder, limitFile)).FirstOrDefault()) is { } limit && Number(Lines(Path.Combine(folder, usageFile)).FirstOrDefault()) is { } usage)
            {
                // Cached files that nobody used lately make room when it is needed.
                var left = Math.Max(0, limit - Math.Max(0, usage - Cached(folder, cacheName)));
                least = least is { } before ? Math.Min(before, left) : left;
            }

            if (path.Length == 0)
                return least;
            path = path[..Math.Max(0, path.LastIndexOf('/'))];
        }
    }

    private static long Cached(string folder, string name)
    {
        foreach (var line in Lines(Path.Combine(folder, "memory.stat")))
        {
            if (line.Split(' ') is [var key, var bytes] && key == name)
                return Number(bytes) ?? 0;
        }

        return 0;
    }

    // "max" is no number: no limit.
    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
