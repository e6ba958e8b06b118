using System.Globalization;
using Luciole.Files;

namespace Luciole.Torch.Distributed;

/// <summary>
/// What a launcher told a process through its environment: <c>RANK</c>, <c>WORLD_SIZE</c>, <c>LOCAL_RANK</c>, <c>MASTER_ADDR</c> and
/// <c>MASTER_PORT</c> as torchrun and Kubernetes' PyTorchJob set them, or Slurm's, Open MPI's and MPICH's own variables.
/// </summary>
/// <param name="Place">Which rank this process is.</param>
/// <param name="Host">Where rank 0 listens, or null: the launcher did not say.</param>
/// <param name="Port">The port rank 0 listens on.</param>
/// <param name="Launcher">Whose variables were taken, for the run's header.</param>
public sealed record LaunchEnvironment(RankPlace Place, string? Host, int Port, string Launcher)
{
    /// <summary>The variable that names a file by which ranks meet.</summary>
    public const string RendezvousVariable = "LUCIOLE_RENDEZVOUS";

    /// <summary>The variable that names the address of this machine that other ranks reach it by.</summary>
    public const string AddressVariable = "LUCIOLE_ADDRESS";

    /// <summary>The port when none is told: torchrun's.</summary>
    public const int DefaultPort = 29500;

    private const int MostPort = 65535;

    /// <summary>A file that all ranks can write, new for every start, by which they meet instead (<c>LUCIOLE_RENDEZVOUS</c>); or null.</summary>
    public string? RendezvousFile { get; init; }

    /// <summary>The address of this machine that other ranks reach it by (<c>LUCIOLE_ADDRESS</c>); null: the one that leads to rank 0.</summary>
    public string? OwnAddress { get; init; }

    private static readonly (string Launcher, string Rank, string Ranks, string[] Local)[] s_launchers =
    [
        ("RANK and WORLD_SIZE", "RANK", "WORLD_SIZE", ["LOCAL_RANK"]),
        ("Slurm", "SLURM_PROCID", "SLURM_NTASKS", ["SLURM_LOCALID"]),
        ("Open MPI", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", ["OMPI_COMM_WORLD_LOCAL_RANK"]),
        ("MPI", "PMI_RANK", "PMI_SIZE", ["MPI_LOCALRANKID", "PMI_LOCAL_RANK"]),
    ];

    /// <summary>Reads the environment; null when no launcher started this process, or started it alone.</summary>
    /// <param name="variable">A variable's value, or null: <see cref="Environment.GetEnvironmentVariable(string)"/>.</param>
    /// <exception cref="InputException">Variables contradict each other, or are no numbers.</exception>
    public static LaunchEnvironment? Read(Func<string, string?> variable)
    {
        foreach (var (launcher, rankName, ranksName, localNames) in s_launchers)
        {
            var (rankText, ranksText) = (Text(variable, rankName), Text(variable, ranksName));
            if ((rankText is null && ranksText is null) || IsBatchScript(launcher, variable))
                continue;
            if (rankText is null || ranksText is null)
            {
                // A batch script of Slurm has the number of tasks, but is none of them; that is no error.
                if (launcher == "Slurm")
                    continue;
                throw new InputException($"The environment has {(rankText is null ? ranksName : rankName)} but not {(rankText is null ? rankName : ranksName)}; set both, or neither for a process by itself.");
            }

            var ranks = Number(ranksName, ranksText, 1, int.MaxValue);
            var rank = Number(rankName, rankText, 0, ranks - 1);
            if (ranks == 1)
                return null;
            var local = localNames.Select(name => (Name: name, Value: Text(variable, name))).FirstOrDefault(l => l.Value is not null);
            var localRank = local.Value is null ? 0 : Number(local.Name, local.Value, 0, ranks - 1);
            var host = Text(variable, "MASTER_ADDR") ?? (launcher == "Slurm" ? FirstOfSlurm(variable) : null);
            var port = Text(variable, "MASTER_PORT") is { } portText ? Number("MASTER_PORT", portText, 1, MostPort) : DefaultPort;
            return new LaunchEnvironment(new RankPlace(rank, ranks, localRank), host, port, launcher)
            {
                RendezvousFile = Text(variable, RendezvousVariable),
                OwnAddress = Text(variable, AddressVariable),
            };
        }

        return null;
    }

    /// <summary>The first host of a Slurm list such as <c>gpu[003-005,9],login1</c>.</summary>
    /// <exception cref="InputException">The list does not begin with a host.</exception>
    public static string FirstHost(string list)
    {
        var bracket = list.IndexOf('[', StringComparison.Ordinal);
        var comma = list.IndexOf(',', StringComparison.Ordinal);
        if (bracket < 0 || (comma >= 0 && comma < bracket))
            return Checked(comma < 0 ? list : list[..comma], list);
        var close = list.IndexOf(']', bracket);
        if (close < 0)
            throw Unreadable(list);
        var number = list[(bracket + 1)..close].Split(',', '-')[0];
        var rest = list[(close + 1)..];
        var end = rest.IndexOf(',', StringComparison.Ordinal);
        return Checked(list[..bracket] + number + (end < 0 ? rest : rest[..end]), list);
    }

    // Slurm gives a batch script the variables of a first task; what srun starts in it belongs to a step.
    private static bool IsBatchScript(string launcher, Func<string, string?> variable) =>
        launcher == "Slurm" && Text(variable, "SLURM_JOB_ID") is not null && Text(variable, "SLURM_STEP_ID") is null;

    private static string? FirstOfSlurm(Func<string, string?> variable) =>
        (Text(variable, "SLURM_STEP_NODELIST") ?? Text(variable, "SLURM_JOB_NODELIST") ?? Text(variable, "SLURM_NODELIST")) is { } list ? FirstHost(list) : null;

    private static string Checked(string host, string list) => host.Length > 0 && !host.Contains('[', StringComparison.Ordinal) ? host : throw Unreadable(list);

    private static InputException Unreadable(string list) =>
        new($"Slurm's list of nodes '{list}' does not begin with a host; set MASTER_ADDR to the machine of rank 0.");

    private static string? Text(Func<string, string?> variable, string name) => variable(name) is { Length: > 0 } text ? text.Trim() : null;

    private static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new InputException($"The variable {name} is '{text}'; a whole number {(most == int.MaxValue ? $"from {least}" : $"from {least} to {most}")} was expected.");
}
