using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Luciole.EndToEnd.Tests.Ranks;

/// <summary>The processes of a run as a launcher starts them: by variables of the environment.</summary>
internal sealed partial class RankedProcesses : IDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Suspend = 19;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly List<Process> _ranks = [];
    private readonly List<Task<string>> _outputs = [];
    private readonly List<Task<string>> _messages = [];

    /// <summary>Starts so many ranks; without variables they meet by a file in the folder.</summary>
    public RankedProcesses(int count, string folder, string[] arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var meet = Path.Combine(folder, Path.GetRandomFileName());
        for (var rank = 0; rank < count; rank++)
        {
            var own = new Dictionary<string, string>(variables ?? new Dictionary<string, string> { ["LUCIOLE_RENDEZVOUS"] = meet })
            {
                ["RANK"] = Text(rank), ["LOCAL_RANK"] = Text(rank), ["WORLD_SIZE"] = Text(count),
            };
            _ranks.Add(LucioleProcess.StartWith(own, arguments));
            _outputs.Add(_ranks[^1].StandardOutput.ReadToEndAsync());
            _messages.Add(_ranks[^1].StandardError.ReadToEndAsync());
        }
    }

    /// <summary>Sends a signal to a rank.</summary>
    public void Send(int rank, int signal) => SendSignal(_ranks[rank].Id, signal);

    /// <summary>Waits until something is the case while all ranks run.</summary>
    public void Until(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (_ranks.FindIndex(process => process.HasExited) is var ended && ended >= 0)
                Assert.Fail($"rank {ended} ended too early: {_messages[ended].Result}");
            Assert.True(clock.Elapsed < s_limit, "the ranks did not come so far");
            Thread.Sleep(20);
        }
    }

    /// <summary>The rank's exit code and what it said on its standard error, when it ends; its standard output is in <see cref="OutputOf"/>.</summary>
    public (int ExitCode, string Messages) EndOf(int rank)
    {
        Assert.True(_ranks[rank].WaitForExit(s_limit), $"rank {rank} did not end");
        _ranks[rank].WaitForExit();
        return (_ranks[rank].ExitCode, _messages[rank].Result);
    }

    /// <summary>What a rank that ended said on its standard output.</summary>
    public string OutputOf(int rank) => _outputs[rank].Result;

    /// <summary>Asserts that all ranks end well.</summary>
    public void Succeed() => Assert.All(Enumerable.Range(0, _ranks.Count), rank =>
    {
        var (exitCode, messages) = EndOf(rank);
        Assert.True(exitCode == 0, $"rank {rank} ended with {exitCode}: {messages}");
    });

    public void Dispose()
    {
        foreach (var process in _ranks)
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
