using System.Diagnostics;
using System.Globalization;
using Luciole.Files;

namespace Luciole.Benchmarks.Ranks;

/// <summary>The processes of one training that is timed; while they wait they use no core.</summary>
internal sealed class RankTeam : IDisposable
{
    private readonly List<Process> _ranks = [];
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"luciole-ranks-{Guid.NewGuid():N}");

    /// <summary>Starts them and waits until all are ready.</summary>
    public RankTeam(string network, int batch, int ranks, int threads)
    {
        for (var rank = 0; rank < ranks; rank++)
        {
            string[] words = [RankWorker.Command, network, $"{batch}", $"{rank}", $"{ranks}", $"{threads}", _file];
            var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Luciole.Benchmarks"), words) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
            if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
                start.Environment["GOMP_SPINCOUNT"] = "1000";
            _ranks.Add(Process.Start(start)!);
        }

        foreach (var rank in _ranks)
            _ = Answer(rank);
    }

    /// <summary>Seconds of so many steps, those of the slowest rank.</summary>
    public double Go(string way, int steps)
    {
        foreach (var rank in _ranks)
        {
            rank.StandardInput.WriteLine($"{way} {steps}");
            rank.StandardInput.Flush();
        }

        return _ranks.Select(rank => double.Parse(Answer(rank), CultureInfo.InvariantCulture)).ToList().Max();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var rank in _ranks)
            rank.StandardInput.Close();
        foreach (var rank in _ranks)
        {
            if (!rank.WaitForExit(TimeSpan.FromSeconds(20)))
                rank.Kill();
            rank.Dispose();
        }

        File.Delete(_file);
    }

    private static string Answer(Process rank) => rank.StandardOutput.ReadLine() ?? throw new InputException("A rank ended; what it said stands above.");
}
