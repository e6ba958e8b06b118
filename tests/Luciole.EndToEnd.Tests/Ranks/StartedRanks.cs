using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Luciole.EndToEnd.Tests.Ranks;

/// <summary>A command that starts ranks, while it runs.</summary>
internal sealed partial class StartedRanks : IDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Halt = 19;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _messages = new();

    public StartedRanks(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_messages, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public string Messages => Text(_messages);

    public string Output => Text(_output);

    public static StartedRanks Of(params string[] arguments) => new(LucioleProcess.Start(arguments));

    /// <summary>Sends a signal to a rank; false when it has ended.</summary>
    public bool Signal(int rank, int signal) => PidOf(rank) is { } process && SendSignal(process, signal) == 0;

    /// <summary>Sends a signal to the launcher.</summary>
    public void Signal(int signal) => _ = SendSignal(Process.Id, signal);

    /// <summary>Children that are ranks, by their number.</summary>
    public int? PidOf(int rank)
    {
        foreach (var child in Children())
        {
            if (Read($"/proc/{child}/environ").Split('\0').Contains($"RANK={rank}"))
                return child;
        }

        return null;
    }

    public List<int> Children() => [.. Read($"/proc/{Process.Id}/task/{Process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(c => int.Parse(c, CultureInfo.InvariantCulture))];

    public void WaitUntil(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(Process.HasExited, $"the program ended too early: {Messages}");
            Assert.True(clock.Elapsed < s_limit, $"the program did not come so far: {Messages}");
            Thread.Sleep(10);
        }
    }

    /// <summary>Waits for the end; the exit code.</summary>
    public int End()
    {
        Assert.True(Process.WaitForExit(s_limit), $"the program did not end: {Messages}");
        Process.WaitForExit();
        return Process.ExitCode;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        Process.Dispose();
    }

    private static void Add(StringBuilder text, string? line)
    {
        lock (text)
            text.Append(line).Append('\n');
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
