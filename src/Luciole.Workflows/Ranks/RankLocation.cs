namespace Luciole.Workflows.Ranks;

/// <summary>Where a rank computes.</summary>
/// <param name="Machine">The machine's, or the container's, name.</param>
/// <param name="Cores">The cores it may use; where a launcher bound ranks to cores of their own, they share none.</param>
internal sealed record RankLocation(string Machine, string Cores)
{
    /// <summary>That of this process.</summary>
    public static RankLocation Here()
    {
        var cores = "";
        try
        {
            cores = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)) ?? "";
        }
        catch (IOException)
        {
            // Not Linux, or a very closed sandbox.
        }

        return new RankLocation(Environment.MachineName, cores);
    }

    /// <summary>Read back from <see cref="ToString"/>.</summary>
    public static RankLocation Of(string text) => new(text.Split('\n')[0], text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]);

    /// <inheritdoc/>
    public override string ToString() => $"{Machine}\n{Cores}";
}
