using System.Globalization;

namespace Luciole.Workflows.Sharing;

/// <summary>The process that took a unit, as it writes itself into its claim.</summary>
/// <param name="Id">A name of its own.</param>
/// <param name="Machine">The boot of the machine and its space of process numbers; processes of equal ones see each other.</param>
/// <param name="ProcessId">Its number there.</param>
/// <param name="Started">When it started, in the machine's ticks since boot: numbers are given out again.</param>
/// <param name="Host">The machine's name, for people.</param>
internal sealed record ClaimOwner(string Id, string Machine, int ProcessId, long Started, string Host)
{
    private const int StartField = 19;

    /// <summary>This process, under a new name.</summary>
    public static ClaimOwner OfThisProcess()
    {
        var machine = $"{FirstLine("/proc/sys/kernel/random/boot_id")} {Link("/proc/self/ns/pid")}";
        return new ClaimOwner($"{Guid.NewGuid():N}", machine, Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0, Environment.MachineName);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is not whole.</summary>
    public static ClaimOwner? Parse(string text)
    {
        var lines = text.Split('\n');
        return lines is [var id, var machine, var process, var started, var host, ""]
            && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new ClaimOwner(id, machine, number, ticks, host)
            : null;
    }

    /// <summary>Whether it certainly ended: it was a process of this machine, and is none now.</summary>
    public bool IsGone(ClaimOwner self) => Machine == self.Machine && Machine.Length > 1 && StartOf(ProcessId) != Started;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id}\n{Machine}\n{ProcessId}\n{Started}\n{Host}\n");

    // The program's name, second field, may hold blanks and brackets; a dead child that nobody asked after counts as ended.
    private static long? StartOf(int process)
    {
        var text = FirstLine($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartField && fields[0] is not ("Z" or "X") && long.TryParse(fields[StartField], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : null;
    }

    private static string FirstLine(string path)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault("");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
