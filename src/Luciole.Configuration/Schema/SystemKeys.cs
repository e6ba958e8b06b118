namespace Luciole.Configuration;

/// <summary>The keys of <c>SYSTEM</c>.</summary>
internal static class SystemKeys
{
    public static IEnumerable<ConfigurationKey> All { get; } =
    [
        .. new SectionKeys<SystemSettings>("SYSTEM", c => c.System, (c, s) => c with { System = s })
            .Add("NUM_CPUS", Values.Integer(-1, 4096), s => s.CpuThreads, (s, v) => s with { CpuThreads = v }, "CPU threads of the tensor library; -1 takes all physical cores.")
            .Add("NUM_WORKERS", Values.Integer(-1, 4096), s => s.LoaderWorkers, (s, v) => s with { LoaderWorkers = v }, "Threads that load and augment images; 0: the training thread itself; -1: with a GPU all cores but one, at most 32, else one for each four cores, at most 5. Batches do not depend on it.")
            .Add("DEVICE", Values.Device, s => s.Device, (s, v) => s with { Device = v }, "Where to compute when --gpu is not given: cpu, cuda or cuda:N.")
            .Add("SEED", Values.Long(0, uint.MaxValue), s => s.Seed, (s, v) => s with { Seed = v }, "Seed of every random draw.")
            .Add("CUDNN_AUTOTUNE", Values.Boolean, s => s.CudnnAutotune, (s, v) => s with { CudnnAutotune = v }, "Let cuDNN time its ways to convolve on a GPU at the first batch of each shape, and take the fastest; not together with DETERMINISTIC.", own: true)
            .Add("DETERMINISTIC", Values.Boolean, s => s.Deterministic, (s, v) => s with { Deterministic = v }, "Use only operators of a GPU that give the same bits each time, which is slower.", own: true)
            .Add("PIN_MEM", Values.Boolean, s => s.PinMemory, (s, v) => s with { PinMemory = v }, "Bring batches to a GPU by way of page-locked memory, one batch ahead and beside the computation.")
            .Add("RANK_TIMEOUT", Values.Number(1, 1e6), s => s.RankTimeout, (s, v) => s with { RankTimeout = v }, "Seconds that ranks of one training wait for each other, at the start and in every step, before they give up and name who is missing. A rank that ended is noticed at once.", own: true).Keys,
    ];
}
