using System.Diagnostics;
using System.Runtime.InteropServices;
using Luciole.Benchmarks.Workers;
using Luciole.Files;

namespace Luciole.Benchmarks.Comparison;

/// <summary>Luciole's worker and PyTorch's, alive together and asked in turn.</summary>
internal sealed class WorkerPair : IDisposable
{
    private const double Tolerance = 1e-4;
    private const int MostPairs = 21;
    private static readonly TimeSpan s_longestWarmUp = TimeSpan.FromSeconds(2);

    private readonly WorkerProcess _luciole = WorkerProcess.Luciole();
    private readonly WorkerProcess _pyTorch;
    private readonly int _pairs;
    private readonly TimeSpan _enough;

    /// <summary>Starts both.</summary>
    /// <param name="settings">Where Python is.</param>
    /// <param name="pairs">The fewest pairs of runs.</param>
    /// <param name="enough">Short work is repeated until so much time has passed.</param>
    public WorkerPair(PyTorchSettings settings, int pairs, TimeSpan enough)
    {
        _pyTorch = WorkerProcess.PyTorch(settings);
        (_pairs, _enough) = (pairs, enough);
    }

    /// <summary>The libraries' versions, once there was an order.</summary>
    public string Versions { get; private set; } = "";

    /// <summary>The largest resident sizes so far, in bytes.</summary>
    public (long Luciole, long PyTorch) PeakMemory() => (_luciole.PeakMemory(), _pyTorch.PeakMemory());

    /// <summary>Checks that both compute the same, then measures.</summary>
    /// <exception cref="InputException">The results differ by more than 1e-4.</exception>
    public PairedTimes Run(WorkOrder order)
    {
        var (mine, theirs) = (_luciole.Order(order), _pyTorch.Order(order));
        Versions = $"Luciole on libtorch {mine.Version}, PyTorch {theirs.Version}, {mine.Threads} {(mine.Threads == 1 ? "thread" : "threads")} each";
        if (mine.Names != theirs.Names)
            throw new InputException($"benchmarks/pytorch/networks.py builds {order.Network?.Name} with other tensors than Luciole: names or shapes differ.");
        var deviation = WarmUp(order);
        var (luciole, pyTorch) = (new List<WorkDone>(), new List<WorkDone>());
        var (idle, clock) = (0.0, Stopwatch.StartNew());
        while (luciole.Count < _pairs || (luciole.Count < MostPairs && clock.Elapsed < _enough))
        {
            // Each begins every other pair, so that a drift of the machine favours none.
            var first = luciole.Count % 2 == 0;
            if (first)
                idle = Math.Max(idle, Turn(_luciole, _pyTorch, luciole));
            idle = Math.Max(idle, Turn(_pyTorch, _luciole, pyTorch));
            if (!first)
                idle = Math.Max(idle, Turn(_luciole, _pyTorch, luciole));
        }

        return new PairedTimes(luciole, pyTorch, deviation, idle);
    }

    /// <summary>Ends both.</summary>
    public void Dispose()
    {
        _luciole.Dispose();
        _pyTorch.Dispose();
    }

    // The share of a core that the waiting worker used. The kernel counts in hundredths of a second, so short turns say nothing.
    private static double Turn(WorkerProcess worker, WorkerProcess waiting, List<WorkDone> results)
    {
        var before = waiting.ProcessorTime;
        var done = worker.Go();
        results.Add(done);
        return done.Seconds < 1 ? 0 : (waiting.ProcessorTime - before) / done.Seconds;
    }

    private double WarmUp(WorkOrder order)
    {
        var (mine, theirs) = (_luciole.Go(), _pyTorch.Go());
        var deviation = order.Work == WorkKind.Training
            ? Math.Abs(mine.Loss!.Value - theirs.Loss!.Value) / Math.Abs(theirs.Loss!.Value)
            : CompareOutputs();
        if (!(deviation <= Tolerance))
            throw new InputException($"Luciole and PyTorch do not compute the same in {order.Work} {order.Network?.Name ?? order.Convolution?.ToString()}: they differ by {deviation:E1}.");
        var warm = Math.Min(_enough.TotalSeconds / 4, s_longestWarmUp.TotalSeconds);
        foreach (var (worker, first) in ((WorkerProcess, WorkDone)[])[(_luciole, mine), (_pyTorch, theirs)])
        {
            for (var seconds = first.Seconds; seconds < warm; seconds += worker.Go().Seconds)
            {
            }
        }

        return deviation;
    }

    private double CompareOutputs()
    {
        var folder = Directory.CreateTempSubdirectory("luciole-benchmark-");
        try
        {
            var (mine, theirs) = (Path.Combine(folder.FullName, "luciole"), Path.Combine(folder.FullName, "pytorch"));
            _luciole.Save(mine);
            _pyTorch.Save(theirs);
            return Deviation(File.ReadAllBytes(mine), File.ReadAllBytes(theirs));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Deviation(byte[] mine, byte[] theirs)
    {
        if (mine.Length != theirs.Length || mine.Length == 0)
            return double.PositiveInfinity;
        var a = MemoryMarshal.Cast<byte, float>(mine);
        var b = MemoryMarshal.Cast<byte, float>(theirs);
        var (largest, difference) = (0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs((double)b[i]));
            difference = Math.Max(difference, Math.Abs((double)a[i] - b[i]));
        }

        // Not a number stays one, and fails the comparison with the tolerance.
        return difference / largest;
    }
}
