using System.Diagnostics;
using Luciole.Files;

namespace Luciole.Benchmarks.Workers;

/// <summary>Where Python is and how its allocator is set.</summary>
/// <param name="Python">The interpreter.</param>
/// <param name="KeepsMemory">
/// Whether glibc keeps all freed memory, which makes PyTorch quicker on a processor (and is what "mended" means), or does as it comes.
/// </param>
internal sealed record PyTorchSettings(string Python, bool KeepsMemory)
{
    private const string Variable = "LUCIOLE_PYTHON";

    /// <summary>The allocator's settings, as Python's users set them.</summary>
    public static IReadOnlyDictionary<string, string> Allocator { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["MALLOC_MMAP_MAX_"] = "0", ["MALLOC_TRIM_THRESHOLD_"] = "100000000000", ["MALLOC_TOP_PAD_"] = "268435456",
    };

    /// <summary>The Python that <c>LUCIOLE_PYTHON</c> names, else the system's, after checking that it has PyTorch.</summary>
    /// <exception cref="InputException">There is none, or it has no PyTorch.</exception>
    public static PyTorchSettings Find()
    {
        var python = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own ? own : "/usr/bin/python3";
        try
        {
            var start = new ProcessStartInfo(python) { RedirectStandardError = true, UseShellExecute = false };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add("import torch");
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
                return new PyTorchSettings(python, KeepsMemory: true);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No such program: the same sentence.
        }

        throw new InputException($"{python} cannot import torch, which Luciole is compared with; install it (apt-get install python3-torch), or name another Python in {Variable}.");
    }

    /// <summary>How to start the worker.</summary>
    public ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo(Python);
        start.ArgumentList.Add(Path.Combine(Repository.Root, "benchmarks", "pytorch", "worker.py"));
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var (name, value) in Allocator)
        {
            if (KeepsMemory)
                start.Environment[name] = value;
            else
                start.Environment.Remove(name);
        }

        return start;
    }
}
