using Luciole.Cli.Terminal;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Runtime;

namespace Luciole.Cli;

/// <summary>Where a run computes, and with how many threads: told first, and loudly when it is not what was asked for.</summary>
internal static class ComputeDevice
{
    /// <summary>Chooses the device, sets the threads, warns of a slow BLAS.</summary>
    /// <param name="requested">What <c>--gpu</c> said, or null.</param>
    /// <param name="threads">Threads to use; below 1: the physical cores.</param>
    /// <param name="output">Told what was chosen.</param>
    public static Device Choose(string? requested, int threads, TerminalOutput output)
    {
        var used = TorchRuntime.UseThreads(threads);
        var device = Wanted(requested, output);
        output.Error(device.Kind == DeviceKind.Cpu ? $"computing on the CPU, {used} threads" : $"computing on {device}");
        if (BlasSpeed.Warning(BlasSpeed.Measure(), used) is { } warning)
            output.Error(warning);
        return device;
    }

    private static Device Wanted(string? requested, TerminalOutput output)
    {
        if (string.IsNullOrWhiteSpace(requested))
            return Device.Cpu;
        if (requested.Contains(',', StringComparison.Ordinal))
            throw new InputException($"--gpu {requested}: several GPUs are not supported in this version; name one.");
        var device = Device.Parse(requested);
        if (device.Kind == DeviceKind.Cuda && TorchRuntime.CudaDeviceCount == 0)
        {
            output.Error($"WARNING: --gpu {requested} was asked for, but this libtorch ({TorchRuntime.Version}) sees no NVIDIA GPU; computing on the CPU instead, which is many times slower.");
            return Device.Cpu;
        }

        return TorchRuntime.Require(device);
    }
}
