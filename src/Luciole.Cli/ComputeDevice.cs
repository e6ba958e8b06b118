using Luciole.Cli.Terminal;
using Luciole.Torch;
using Luciole.Torch.Runtime;

namespace Luciole.Cli;

/// <summary>Where a run computes, and with how many threads: told first, and loudly when it is not what was asked for.</summary>
internal static class ComputeDevice
{
    /// <summary>Chooses the device, sets the threads, warns of a slow BLAS, which is measured when its name does not tell.</summary>
    /// <param name="requested">What <c>--gpu</c> said, or null.</param>
    /// <param name="threads">Threads to use; below 1: the physical cores.</param>
    /// <param name="output">Told what was chosen.</param>
    public static Device Choose(string? requested, int threads, TerminalOutput output)
    {
        var used = TorchRuntime.UseThreads(threads);
        var device = Wanted(requested, output);
        output.Error(device.Kind == DeviceKind.Cpu ? $"computing on the CPU, {used} threads" : $"computing on {device}");
        if (!OptimisedBlas.IsLoaded() && BlasSpeed.Warning(BlasSpeed.Measure(), used) is { } warning)
            output.Error(warning);
        return device;
    }

    private static Device Wanted(string? requested, TerminalOutput output)
    {
        if (string.IsNullOrWhiteSpace(requested))
            return Device.Cpu;
        // BiaPy in one process takes the first of several GPUs too, but does not say so.
        var first = requested.Split(',')[0];
        if (first.Length < requested.Length)
            output.Error($"WARNING: --gpu {requested} names several GPUs, but this version uses one: {first}.");
        var device = Device.Parse(first);
        if (device.Kind == DeviceKind.Cuda && TorchRuntime.CudaDeviceCount == 0)
        {
            output.Error($"WARNING: --gpu {requested} was asked for, but this libtorch ({TorchRuntime.Version}) sees no NVIDIA GPU; computing on the CPU instead, which is many times slower.");
            return Device.Cpu;
        }

        return TorchRuntime.Require(device);
    }
}
