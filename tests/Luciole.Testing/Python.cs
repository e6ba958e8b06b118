using System.Diagnostics;
using Xunit;

namespace Luciole.Testing;

/// <summary>Debian's Python with its PyTorch, as a second implementation; tests that need it skip where it is absent.</summary>
public static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Runs a script with PyTorch imported and returns what it prints.</summary>
    public static string RunWithTorch(string script, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Interpreter), $"{Interpreter} is absent; this test compares with PyTorch.");
        var (code, output, errors) = Run("try:\n    import torch\nexcept ImportError:\n    import sys; sys.exit(77)\n" + script, arguments);
        Assert.SkipWhen(code == 77, "Debian's python3-torch is absent; this test compares with PyTorch.");
        Assert.True(code == 0, $"Python failed: {errors}");
        return output;
    }

    private static (int Code, string Output, string Errors) Run(string script, string[] arguments)
    {
        var start = new ProcessStartInfo(Interpreter) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add("-");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
