using Luciole.Cli.Terminal;
using Luciole.Torch.Distributed;

namespace Luciole.Cli.Ranks;

/// <summary>What a process that predicts knows of others that predict the same: nothing is exchanged but by the output folder.</summary>
/// <param name="Place">Which rank it is; alone where no launcher started several.</param>
/// <param name="IsShared">Whether images are shared with others.</param>
/// <param name="SharingCores">Ranks that use the same cores.</param>
internal sealed record PredictionRank(RankPlace Place, bool IsShared, int SharingCores)
{
    /// <summary>The number on its machine, by which it takes a GPU; null: no launcher started several.</summary>
    public int? LocalRank => Place.Ranks > 1 ? Place.LocalRank : null;

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">A variable's value, or null.</param>
    /// <param name="share">Whether <c>--share</c> was given.</param>
    /// <exception cref="Files.InputException">Variables contradict each other.</exception>
    public static PredictionRank Of(Func<string, string?> variable, bool share) => LaunchEnvironment.Read(variable) is { } launch
        ? new PredictionRank(launch.Place, true, LocalRanks.Sharing(variable))
        : new PredictionRank(RankPlace.Alone, share, 1);

    /// <summary>
    /// What this rank may say. Only the first tells how it goes; failures are told by all, with their numbers. Ranks of our own launcher
    /// list their results, of which it passes one list on.
    /// </summary>
    public TerminalOutput Voice(TerminalOutput output)
    {
        if (Place.IsFirst)
            return output;
        output.Speaker = $"rank {Place.Rank}";
        return LauncherLine.IsHeld ? new TerminalOutput(Console.Out, TextWriter.Null) : TerminalOutput.Silent();
    }
}
