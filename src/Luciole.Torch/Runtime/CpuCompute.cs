using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;
using Luciole.Torch.Cpu;

namespace Luciole.Torch.Runtime;

/// <summary>
/// What our own kernels on the processor work with. It belongs to the process as libtorch's threads do: the team has as many threads
/// as <see cref="TorchRuntime.Threads"/> says, and works only while libtorch's own threads wait.
/// </summary>
public static class CpuCompute
{
    private const long KeptWorkspaceBytes = 512L << 20;
    private static readonly Lock s_lock = new();
    private static readonly Lazy<InstructionSet> s_instructionSet = new(() => InstructionSets.Choose(Environment.GetEnvironmentVariable(InstructionSets.Variable)));
    private static WorkTeam? s_team;

    /// <summary>Scratch memory.</summary>
    public static WorkspacePool Workspaces { get; } = new(KeptWorkspaceBytes);

    /// <summary>Bytes that networks keep beside their weights to predict faster, all together; <see cref="Modules.Module.Trim"/> gives them back.</summary>
    public static long KeptBytes => SpectraCache.Bytes;

    /// <summary>Bytes that they may keep.</summary>
    public static long KeptBudget => SpectraCache.Budget;

    /// <summary>The registers to use: the widest, unless <c>LUCIOLE_SIMD</c> names others.</summary>
    public static InstructionSet InstructionSet => s_instructionSet.Value;

    /// <summary>The threads.</summary>
    public static WorkTeam Team
    {
        get
        {
            var wanted = TorchRuntime.Threads;
            lock (s_lock)
            {
                if (s_team?.Size == wanted)
                    return s_team;
                s_team?.Dispose();
                return s_team = new WorkTeam(wanted);
            }
        }
    }
}
