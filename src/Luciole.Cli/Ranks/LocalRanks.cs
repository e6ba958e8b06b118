using System.Globalization;

namespace Luciole.Cli.Ranks;

/// <summary>How many ranks use the cores of this machine together, by what their launcher told.</summary>
internal static class LocalRanks
{
    private static readonly string[] s_names = ["LOCAL_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS", "PMI_LOCAL_SIZE"];

    /// <summary>The number; 1 where nothing is told: Slurm binds each rank to cores of its own, which are all it sees.</summary>
    /// <param name="variable">The environment.</param>
    public static int Sharing(Func<string, string?> variable) => s_names
        .Select(name => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1)
        .FirstOrDefault(count => count > 1, 1);
}
