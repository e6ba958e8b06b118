using System.Diagnostics;

namespace Luciole.EndToEnd.Tests;

/// <summary>Starts the real command, as a user would.</summary>
internal static class LucioleProcess
{
    /// <summary>The command that is tested.</summary>
    public static string Command => Environment.GetEnvironmentVariable("LUCIOLE_COMMAND") is { Length: > 0 } named ? named : Path.Combine(Golden.RepositoryRoot, "luciole");

    /// <summary>Runs <c>luciole</c> with these arguments and waits for its end.</summary>
    public static (int ExitCode, string Output, string Messages) Run(params string[] arguments) => Run(TimeSpan.FromMinutes(10), arguments);

    public static (int ExitCode, string Output, string Messages) Run(TimeSpan limit, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"luciole {string.Join(' ', arguments)} did not end within {limit}.");
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result, messages.Result);
    }

    /// <summary>The same with variables of the environment.</summary>
    public static (int ExitCode, string Output, string Messages) RunWith(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        using var process = StartIn(null, arguments, variables);
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result, messages.Result);
    }

    /// <summary>Starts <c>luciole</c> without waiting.</summary>
    public static Process Start(params string[] arguments) => StartIn(null, arguments);

    /// <summary>The same without waiting.</summary>
    public static Process StartWith(IReadOnlyDictionary<string, string> variables, params string[] arguments) => StartIn(null, arguments, variables);

    /// <summary>The same by way of a command such as <c>ip netns exec NAME</c>.</summary>
    public static Process StartBy(string[] command, IReadOnlyDictionary<string, string> variables, params string[] arguments) => StartIn(null, arguments, variables, command);

    /// <summary>Runs <c>luciole</c> in a folder and asserts that it succeeds.</summary>
    public static void SucceedIn(string folder, params string[] arguments)
    {
        using var process = StartIn(folder, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"luciole {string.Join(' ', arguments)} did not end within three minutes.");
        }

        Assert.True(process.ExitCode == 0, $"luciole {string.Join(' ', arguments)} ended with {process.ExitCode}: {output.Result}{messages.Result}");
    }

    private static Process StartIn(string? folder, string[] arguments, IReadOnlyDictionary<string, string>? variables = null, string[]? by = null)
    {
        string[] whole = [.. by ?? [], Command, .. arguments];
        var start = new ProcessStartInfo(whole[0]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder ?? "" };

        // Tests run side by side on few cores, where several threads for tiny networks wait for each other more than they compute.
        start.Environment["OMP_NUM_THREADS"] = "1";
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        foreach (var argument in whole[1..])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Runs <c>luciole</c> and asserts that it succeeds.</summary>
    public static (string Output, string Messages) Succeed(params string[] arguments)
    {
        var (exitCode, output, messages) = Run(TimeSpan.FromMinutes(3), arguments);
        Assert.True(exitCode == 0, $"luciole {string.Join(' ', arguments)} ended with {exitCode}: {messages}");
        return (output, messages);
    }

    /// <summary>The same of a rank, which begins its lines with its number.</summary>
    public static void AssertRankRefused((int ExitCode, string Output, string Messages) result, params string[] words) =>
        AssertRefused(result with { Messages = result.Messages.Replace("rank 1: error: ", "error: ", StringComparison.Ordinal) }, words);

    /// <summary>Asserts an error of the user's kind: exit code 2 and one line without a stack trace that contains <paramref name="words"/>.</summary>
    public static void AssertRefused((int ExitCode, string Output, string Messages) result, params string[] words)
    {
        Assert.True(result.ExitCode == 2, $"exit code {result.ExitCode}: {result.Messages}");
        var line = Assert.Single(result.Messages.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
        foreach (var word in words)
            Assert.Contains(word, line);
        Assert.DoesNotContain("   at ", result.Messages);
    }
}
