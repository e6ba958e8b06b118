using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Luciole.Files;

namespace Luciole.Benchmarks.Evaluation;

/// <summary>The Python that measures the same, alive for the whole benchmark, on one thread.</summary>
internal sealed class PythonWorker : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it; <c>LUCIOLE_PYTHON</c> names another interpreter than Debian's.</summary>
    /// <exception cref="InputException">The interpreter or one of its packages is absent.</exception>
    public PythonWorker(string script)
    {
        var python = Environment.GetEnvironmentVariable("LUCIOLE_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";
        if (!File.Exists(python))
            throw new InputException($"{python}: no such interpreter; install Debian's python3-skimage and python3-sklearn, or name another in LUCIOLE_PYTHON.");
        var start = new ProcessStartInfo(python, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var threads in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
            start.Environment[threads] = "1";
        _process = Process.Start(start)!;
        var versions = _process.StandardOutput.ReadLine()
            ?? throw new InputException($"{python}: lacks a package that it names above; install Debian's python3-skimage and python3-sklearn.");
        Versions = string.Join(", ", JsonNode.Parse(versions)!.AsObject().Select(v => $"{v.Key} {v.Value}"));
    }

    /// <summary>What runs there.</summary>
    public string Versions { get; }

    /// <summary>Measures a pair of files some times.</summary>
    public Cost Measure(string prediction, string truth, int repeats)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(new { prediction, truth, repeats }));
        _process.StandardInput.Flush();
        var answer = JsonNode.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The Python worker ended."))!;
        return new Cost(
            answer["reading"]!.GetValue<double>(), answer["measuring"]!.GetValue<double>(),
            answer["figures"]!.AsObject().ToDictionary(f => f.Key, f => f.Value!.GetValue<double>()));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }
}
