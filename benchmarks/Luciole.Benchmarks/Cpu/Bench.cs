using System.Collections;
using Luciole.Benchmarks.Comparison;
using Luciole.Benchmarks.Workers;
using Luciole.Torch.Runtime;

namespace Luciole.Benchmarks.Cpu;

/// <summary>What every part of the benchmark measures with.</summary>
/// <param name="Options">The command line.</param>
/// <param name="PyTorch">The other side; null when no part needs it.</param>
internal sealed record Bench(CpuOptions Options, PyTorchSettings? PyTorch)
{
    private const double NetworkSeconds = 4;
    private const double LayerSeconds = 1;
    private const double QuickPart = 0.1;
    private const double ShortPair = 5;

    /// <summary>The cores worth computing on.</summary>
    public int Threads { get; } = PhysicalCores.Count();

    /// <summary>The libraries that the last pair of workers used.</summary>
    public string Versions { get; set; } = "";

    /// <summary>What makes the present section's figures doubtful.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Settings of Luciole's in the environment, which the workers inherit.</summary>
    public static string Environment
    {
        get
        {
            var set = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Select(e => (Name: (string)e.Key, e.Value))
                .Where(e => e.Name.StartsWith("LUCIOLE_", StringComparison.Ordinal) && e.Name is not ("LUCIOLE_NATIVE" or "LUCIOLE_PYTHON" or "LUCIOLE_LIBTORCH"))
                .Select(e => $"{e.Name}={e.Value}").Order(StringComparer.Ordinal);
            return string.Join(' ', set);
        }
    }

    /// <summary>
    /// Measures a network's work in processes of its own. A process may be lucky or unlucky for its whole life with where its memory and
    /// its threads lie: short work is measured in up to so many rounds of new processes.
    /// </summary>
    public NetworkTimes Run(WorkOrder order, int mostRounds = 1)
    {
        var rounds = new List<NetworkTimes>();
        do
        {
            using var pair = new WorkerPair(PyTorch!, Options.Repeats, Seconds(NetworkSeconds));
            var times = Run(pair, order);
            var (luciole, pyTorch) = pair.PeakMemory();
            rounds.Add(new NetworkTimes(times, luciole, pyTorch));
        }
        while (!Options.IsQuick && rounds.Count < mostRounds && rounds[0].Times.LucioleSeconds + rounds[0].Times.PyTorchSeconds < ShortPair);
        return new NetworkTimes(PairedTimes.Join([.. rounds.Select(r => r.Times)]), rounds.Max(r => r.LuciolePeak), rounds.Max(r => r.PyTorchPeak));
    }

    /// <summary>Two workers for a list of single layers, which repeat short work for a second.</summary>
    public WorkerPair LayerPair() => new(PyTorch!, Options.Repeats, Seconds(LayerSeconds));

    /// <summary>Measures an order and notes versions and warnings.</summary>
    public PairedTimes Run(WorkerPair pair, WorkOrder order)
    {
        Progress($"{order.Work} {order.Network?.Name ?? order.Convolution?.ToString()}, {order.Threads} threads");
        var times = pair.Run(order);
        Versions = pair.Versions;
        if (times.Idle > PairedTimes.MostIdle)
            Warnings.Add($"In {order.Work} {order.Network?.Name} a worker used {times.Idle:P0} of a core while it was the other's turn: the figures are not clean.");
        return times;
    }

    /// <summary>Tells whoever waits what is being measured.</summary>
    public static void Progress(string text) => Console.Error.WriteLine($"  {DateTime.Now:HH:mm:ss} {text}");

    private TimeSpan Seconds(double full) => TimeSpan.FromSeconds(Options.IsQuick ? QuickPart * full : full);
}
