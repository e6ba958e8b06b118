using Luciole.Cli.Terminal;
using Luciole.Torch;
using Luciole.Torch.Cuda;
using Luciole.Torch.Runtime;
using Luciole.Workflows.Ranks;

namespace Luciole.Cli;

/// <summary>Where a run computes, and with how many threads: told first, and loudly when it is not what was asked for.</summary>
internal static class ComputeDevice
{
    /// <summary>Chooses the device, sets the threads, warns of a slow BLAS, which is measured when its name does not tell.</summary>
    /// <param name="requested">What <c>--gpu</c> said, or null.</param>
    /// <param name="threads">Threads to use; below 1: the physical cores.</param>
    /// <param name="output">Told what was chosen.</param>
    /// <param name="ranks">Ranks that share the machine, or null: they divide its cores, and each takes a GPU of its own.</param>
    public static Device Choose(string? requested, int threads, TerminalOutput output, JoinedRanks? ranks = null) =>
        Choose(requested, threads, output, ranks?.Place.LocalRank, ranks?.SharingCores ?? 1);

    /// <summary>The same for a rank that needs no others.</summary>
    /// <param name="requested">What <c>--gpu</c> said, or null.</param>
    /// <param name="threads">Threads to use; below 1: its part of the physical cores.</param>
    /// <param name="output">Told what was chosen.</param>
    /// <param name="localRank">Its number on its machine, or null: it is no rank.</param>
    /// <param name="sharing">Ranks that share its cores.</param>
    public static Device Choose(string? requested, int threads, TerminalOutput output, int? localRank, int sharing)
    {
        var used = TorchRuntime.UseThreads(threads, sharing);
        var choice = DeviceChoice.Of(requested, index => CudaDevices.WhyNot(index) ?? WhyNotStarted(index), localRank);
        output.Error(choice.Device.Kind == DeviceKind.Cpu ? $"computing on the CPU, {used} threads" : $"computing on {Describe(choice.Device)}");
        foreach (var warning in choice.Warnings)
            output.Error($"WARNING: {warning}");
        if (choice.Device.Kind == DeviceKind.Cuda)
            CudaDevices.MakeCurrent(choice.Device.Index);
        else if (!OptimisedBlas.IsLoaded() && BlasSpeed.Warning(BlasSpeed.Measure(), used) is { } warning)
            output.Error(warning);
        return choice.Device;
    }

    // A GPU may be seen and still refuse, when another process has it to itself.
    private static string? WhyNotStarted(int index)
    {
        try
        {
            TorchRuntime.Synchronize(Device.Cuda(index));
            return null;
        }
        catch (TorchException e)
        {
            return $"it does not start ({e.Message.TrimEnd('.')})";
        }
    }

    private static string Describe(Device device)
    {
        try
        {
            var gpu = CudaDevices.Describe(device.Index);
            return $"{gpu}; driver {gpu.Driver}, libtorch {TorchRuntime.Version} (CUDA {gpu.Runtime})";
        }
        catch (InvalidOperationException e)
        {
            // It computes all the same.
            return $"{device}, libtorch {TorchRuntime.Version} ({e.Message})";
        }
    }
}
