using Luciole.Cli.Terminal;
using Luciole.Configuration;
using Luciole.Torch;
using Luciole.Torch.Distributed;
using Luciole.Training;
using Luciole.Workflows.Ranks;

namespace Luciole.Cli;

/// <summary>A run as one of several processes: joins the others, then does its part. Only the first talks; all tell their failures.</summary>
internal sealed class RankedRun(TerminalOutput output, CancellationToken stop)
{
    // What libtorch's collectives say of a rank that is gone or late, in any of its versions.
    private static readonly string[] s_connection = ["gloo", "NCCL", "c10d", "onnection", "imed out", "imeout", "roken pipe", "ocket", "TCPStore"];
    private JoinedRanks? _ranks;

    public int Do(RunRequest request, ConfigurationResult configuration, LaunchEnvironment launch)
    {
        if (!launch.Place.IsFirst)
            output.Speaker = $"rank {launch.Place.Rank}";
        var ranks = JoinedRanks.Join(launch, TimeSpan.FromSeconds(configuration.Configuration.System.RankTimeout), EndWith);
        _ranks = ranks;
        try
        {
            var result = new ConfiguredRun(launch.Place.IsFirst ? output : TerminalOutput.Silent(), stop, ranks).Do(request, configuration);
            ranks.Dispose();
            return result;
        }
        catch (NonFiniteLossException)
        {
            // All ranks end by it at the same step, and the first saves.
            ranks.Leave();
            throw;
        }
        catch (TorchException e) when (!e.IsOutOfMemory && s_connection.Any(word => e.NativeText.Contains(word, StringComparison.Ordinal)))
        {
            ranks.LoseTouch(e.Message);
            throw;
        }
        catch (Exception e)
        {
            // Leaving waits for collectives that are under way, so a rank that fails does not leave: its process ends.
            var failure = Failure.Of(e);
            ranks.Fail(failure.Message, failure.ExitCode);
            throw;
        }
    }

    // The main thread may be stuck in a collective that nobody will finish.
    private void EndWith(LostRanks lost)
    {
        _ranks?.Saving.Enter();
        output.Error($"error: {lost.Message}. The others end too; go on from the last state with the same command and --resume, with any number of ranks.");
        ProcessEnd.Now(lost.ExitCode);
    }
}
