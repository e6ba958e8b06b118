using System.Diagnostics;
using System.Text.Json;
using Luciole.Files;

namespace Luciole.Benchmarks.Workers;

/// <summary>The measuring side's handle of a worker. It waits for each answer, so only one worker computes at a time.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly string _name;
    private readonly Process _process;

    private WorkerProcess(string name, ProcessStartInfo start)
    {
        _name = name;
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.UseShellExecute) = (true, true, false);
        _process = Process.Start(start) ?? throw new InputException($"{name}'s worker did not start.");
    }

    /// <summary>Seconds of processor time so far.</summary>
    public double ProcessorTime => ProcessFigures.ProcessorTime(_process.Id);

    /// <summary>This program again, in the environment that the launcher makes.</summary>
    public static WorkerProcess Luciole()
    {
        // Tests are another program, but have this one beside them.
        var own = Path.Combine(AppContext.BaseDirectory, typeof(WorkerProcess).Assembly.GetName().Name!);
        var program = File.Exists(own) ? own : Environment.ProcessPath!;
        var start = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Luciole.Benchmarks.dll"));
        start.ArgumentList.Add(LucioleWorker.Command);
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
            start.Environment["GOMP_SPINCOUNT"] = "1000";
        return new WorkerProcess("Luciole", start);
    }

    /// <summary>benchmarks/pytorch/worker.py.</summary>
    public static WorkerProcess PyTorch(PyTorchSettings settings) => new("PyTorch", settings.Start());

    /// <summary>Prepares work.</summary>
    public WorkerReady Order(WorkOrder order) => Ask<WorkerReady>($"order {JsonSerializer.Serialize(order, WorkOrder.Json)}");

    /// <summary>Does the work once.</summary>
    public WorkDone Go() => Ask<WorkDone>("go");

    /// <summary>Writes what was computed last, float32, to a file.</summary>
    public void Save(string path) => Ask<object>($"save {path}");

    /// <summary>The largest resident size of the process so far, in bytes.</summary>
    public long PeakMemory() => Memory().Bytes;

    /// <summary>The process's memory and the device's.</summary>
    public WorkerMemory Memory() => Ask<WorkerMemory>("memory");

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        if (!_process.WaitForExit(TimeSpan.FromSeconds(20)))
            _process.Kill();
        _process.Dispose();
    }

    private T Ask<T>(string request)
    {
        try
        {
            _process.StandardInput.WriteLine(request);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is gone; reading says so.
        }

        var answer = _process.StandardOutput.ReadLine() ?? throw new InputException($"{_name}'s worker ended at '{request}'; what it said stands above.");
        if (answer == LucioleWorker.OutOfMemory)
            throw new DeviceFullException();
        return JsonSerializer.Deserialize<T>(answer, WorkOrder.Json)!;
    }
}
