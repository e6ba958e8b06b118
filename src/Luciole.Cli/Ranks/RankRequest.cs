using System.CommandLine;
using System.Globalization;
using Luciole.Files;
using Luciole.Torch.Distributed;

namespace Luciole.Cli.Ranks;

/// <summary>Whether this process is to start ranks: <c>--ranks N</c>, or several GPUs named by <c>--gpu</c>.</summary>
internal static class RankRequest
{
    private const int Most = 1024;

    public static Option<int?> Option() => new("--ranks")
    {
        Description = "Start this many processes on this machine that share the work. Default: one, or one for each GPU that --gpu names.",
        HelpName = "N",
    };

    /// <summary>How many ranks to start here; null: none, this process works itself.</summary>
    /// <param name="ranks">What <c>--ranks</c> said.</param>
    /// <param name="gpu">What <c>--gpu</c> said.</param>
    /// <param name="variable">The environment.</param>
    /// <exception cref="InputException">The two contradict each other, or another launcher has started this process already.</exception>
    public static int? Of(int? ranks, string? gpu, Func<string, string?> variable)
    {
        if (ranks is < 1 or > Most)
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"--ranks {ranks}: give a number of processes from 1 to {Most}."));
        var gpus = (gpu ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (gpus.Distinct(StringComparer.Ordinal).Count() < gpus.Length)
            throw new InputException($"--gpu {gpu}: names a GPU twice; each rank needs one of its own.");
        if (variable(LauncherLine.Variable) == "1")
            return null;
        if (LaunchEnvironment.Read(variable) is { } launch)
        {
            return ranks is null ? null : throw new InputException(
                $"--ranks {ranks}: this process is rank {launch.Place.Rank} of {launch.Place.Ranks} already, by {launch.Launcher} in the environment; leave --ranks out, or unset these variables.");
        }

        if (ranks is { } count && gpus.Length > 1 && gpus.Length != count)
            throw new InputException($"--ranks {count} --gpu {gpu}: {gpus.Length} GPUs are named for {count} ranks; name one for each, or leave --ranks out.");
        var wanted = ranks ?? gpus.Length;
        return wanted > 1 ? wanted : null;
    }
}
