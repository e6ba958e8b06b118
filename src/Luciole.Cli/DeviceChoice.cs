using Luciole.Files;
using Luciole.Torch;

namespace Luciole.Cli;

/// <summary>Which device <c>--gpu</c> leads to.</summary>
/// <param name="Device">The device.</param>
/// <param name="Warnings">What is not as it was asked for, a sentence each.</param>
internal sealed record DeviceChoice(Device Device, IReadOnlyList<string> Warnings)
{
    /// <summary>The GPU that was asked for where it can be used, else the processor and the reason.</summary>
    /// <param name="requested">cpu, a GPU's number or several with commas; nothing means the processor.</param>
    /// <param name="whyNot">Why a GPU cannot be used, or null where it can.</param>
    /// <param name="localRank">Which of a machine's ranks asks: it takes the GPU of its number among those named, or after the one named. Null: there are no ranks.</param>
    /// <exception cref="InputException">The text is none of these.</exception>
    public static DeviceChoice Of(string? requested, Func<int, string?> whyNot, int? localRank = null)
    {
        if (string.IsNullOrWhiteSpace(requested))
            return new DeviceChoice(Device.Cpu, []);
        var warnings = new List<string>();
        var named = requested.Split(',');
        if (localRank is { } rank)
            return OfRank(requested, named, rank, whyNot);
        // BiaPy in one process takes the first of several GPUs too, but does not say so.
        var first = named[0];
        if (first.Length < requested.Length)
            warnings.Add($"--gpu {requested} names several GPUs, but this version uses one: {first}.");
        var device = Device.Parse(first);
        if (device.Kind == DeviceKind.Cpu || whyNot(device.Index) is not { } reason)
            return new DeviceChoice(device, warnings);
        warnings.Add($"--gpu {requested} was asked for, but {reason}. Computing on the CPU instead, which is many times slower.");
        return new DeviceChoice(Device.Cpu, warnings);
    }

    // A rank beside others on the same GPU would only be slower, and one on the processor would keep those on GPUs waiting.
    private static DeviceChoice OfRank(string requested, string[] named, int rank, Func<int, string?> whyNot)
    {
        var device = Device.Parse(named[Math.Min(rank, named.Length - 1)]);
        if (device.Kind == DeviceKind.Cpu)
            return new DeviceChoice(device, []);
        if (named.Length > 1 && rank >= named.Length)
            throw new InputException($"--gpu {requested} names {named.Length} GPUs, but this is rank {rank} of its machine, counted from 0; name as many GPUs as there are ranks on a machine.");

        // A launcher that gives each rank a GPU of its own shows it this one only.
        if (named.Length == 1 && whyNot(device.Index + rank) is null)
            device = Device.Cuda(device.Index + rank);
        return whyNot(device.Index) is { } reason
            ? throw new InputException($"--gpu {requested} was asked for, but {reason}; ranks on GPUs do not wait for one on the processor: choose --gpu cpu for all.")
            : new DeviceChoice(device, []);
    }
}
