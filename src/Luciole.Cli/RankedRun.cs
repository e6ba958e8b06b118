using Luciole.Cli.Terminal;
using Luciole.Configuration;
using Luciole.Torch.Distributed;
using Luciole.Workflows.Ranks;

namespace Luciole.Cli;

/// <summary>A run as one of several processes: joins the others, then does its part. Only the first talks; all tell their failures.</summary>
internal sealed class RankedRun(TerminalOutput output, CancellationToken stop)
{
    public int Do(RunRequest request, ConfigurationResult configuration, LaunchEnvironment launch)
    {
        if (!launch.Place.IsFirst)
            output.Speaker = $"rank {launch.Place.Rank}";
        var ranks = JoinedRanks.Join(launch, TimeSpan.FromSeconds(configuration.Configuration.System.RankTimeout));

        // Leaving waits for collectives that are under way, so a rank that fails does not leave: its process ends.
        var result = new ConfiguredRun(launch.Place.IsFirst ? output : TerminalOutput.Silent(), stop, ranks).Do(request, configuration);
        ranks.Dispose();
        return result;
    }
}
