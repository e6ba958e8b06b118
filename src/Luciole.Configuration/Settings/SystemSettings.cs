namespace Luciole.Configuration;

/// <summary>The machine: threads, workers, device, seed.</summary>
public sealed record SystemSettings
{
    /// <summary><c>SYSTEM.NUM_CPUS</c></summary>
    public int CpuThreads { get; init; } = -1;

    /// <summary><c>SYSTEM.NUM_WORKERS</c></summary>
    public int LoaderWorkers { get; init; } = -1;

    /// <summary><c>SYSTEM.DEVICE</c></summary>
    public string Device { get; init; } = "cpu";

    /// <summary><c>SYSTEM.SEED</c></summary>
    public long Seed { get; init; }

    /// <summary><c>SYSTEM.CUDNN_AUTOTUNE</c></summary>
    public bool CudnnAutotune { get; init; } = true;

    /// <summary><c>SYSTEM.DETERMINISTIC</c></summary>
    public bool Deterministic { get; init; }

    /// <summary><c>SYSTEM.PIN_MEM</c></summary>
    public bool PinMemory { get; init; } = true;

    /// <summary><c>SYSTEM.RANK_TIMEOUT</c></summary>
    public double RankTimeout { get; init; } = 600;
}
