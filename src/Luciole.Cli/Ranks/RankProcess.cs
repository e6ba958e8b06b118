using System.Diagnostics;
using System.Globalization;
using Luciole.Torch.Distributed;

namespace Luciole.Cli.Ranks;

/// <summary>One rank: this program again, with the same arguments, told by its environment which rank it is.</summary>
internal sealed class RankProcess : IDisposable
{
    private static readonly TimeSpan s_draining = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly List<string> _results = [];
    private RankEnd? _end;
    private RankKill _kill;

    /// <summary>Starts it.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="place">Which rank it is.</param>
    /// <param name="rendezvous">The file by which ranks meet.</param>
    /// <param name="keepResults">Whether what it writes to its standard output is kept instead of passed on; that of others than the first always is.</param>
    public RankProcess(IReadOnlyList<string> command, RankPlace place, string rendezvous, bool keepResults)
    {
        Rank = place.Rank;
        var isFirst = place.IsFirst;

        // The first rank has the terminal to itself, so that its progress line stays one. Input is how a rank sees that its launcher lives.
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = !isFirst || keepResults, RedirectStandardError = !isFirst,
        };
        foreach (var (name, value) in Variables(place, rendezvous))
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        if (start.RedirectStandardOutput)
            _process.BeginOutputReadLine();
        if (start.RedirectStandardError)
            _process.BeginErrorReadLine();
    }

    /// <summary>Its number.</summary>
    public int Rank { get; }

    /// <summary>The last lines it wrote to its standard error; none of the first rank, which writes to the terminal itself.</summary>
    public LastWords Words { get; } = new();

    /// <summary>What it wrote to its standard output, if that is kept. Complete when it has ended.</summary>
    public IReadOnlyList<string> Results
    {
        get
        {
            lock (_results)
                return [.. _results];
        }
    }

    /// <summary>How it ended, or null.</summary>
    /// <param name="clock">Runs since the start.</param>
    public RankEnd? EndBy(Stopwatch clock)
    {
        if (_end is not null || !_process.HasExited)
            return _end;
        var after = clock.Elapsed;

        // Lines that are still in the pipe are read now, but somebody else who holds the pipe must not hold us.
        _process.WaitForExitAsync().Wait(s_draining);
        return _end = new RankEnd(Rank, _process.ExitCode, after, _kill);
    }

    /// <summary>Asks it to end in order.</summary>
    public void AskToStop()
    {
        try
        {
            _process.StandardInput.Write(LauncherLine.Stop);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>Ends it at once, also when it hangs or was halted.</summary>
    public void Kill()
    {
        if (_end is not null || _process.HasExited)
            return;
        _kill = IsHalted() ? RankKill.WhileHalted : RankKill.WhileRunning;
        _process.Kill();
    }

    private bool IsHalted()
    {
        try
        {
            var text = File.ReadAllText($"/proc/{_process.Id}/stat");
            return text[(text.LastIndexOf(')') + 1)..].TrimStart() is ['T' or 't', ..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static Dictionary<string, string> Variables(RankPlace place, string rendezvous)
    {
        var ranks = place.Ranks.ToString(CultureInfo.InvariantCulture);
        return new(StringComparer.Ordinal)
        {
            ["RANK"] = place.Rank.ToString(CultureInfo.InvariantCulture),
            ["LOCAL_RANK"] = place.LocalRank.ToString(CultureInfo.InvariantCulture),
            ["WORLD_SIZE"] = ranks,
            ["LOCAL_WORLD_SIZE"] = ranks,
            [LaunchEnvironment.RendezvousVariable] = rendezvous,
            [LaunchEnvironment.AddressVariable] = "127.0.0.1",
            [LauncherLine.Variable] = "1",
        };
    }

    // The end of a stream comes as null.
    private void Hear(string? line)
    {
        if (line is not null)
            Words.Add(line);
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_results)
            _results.Add(line);
    }
}
