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
    /// <exception cref="Files.InputException">The text is none of these.</exception>
    public static DeviceChoice Of(string? requested, Func<int, string?> whyNot)
    {
        if (string.IsNullOrWhiteSpace(requested))
            return new DeviceChoice(Device.Cpu, []);
        var warnings = new List<string>();
        // BiaPy in one process takes the first of several GPUs too, but does not say so.
        var first = requested.Split(',')[0];
        if (first.Length < requested.Length)
            warnings.Add($"--gpu {requested} names several GPUs, but this version uses one: {first}.");
        var device = Device.Parse(first);
        if (device.Kind == DeviceKind.Cpu || whyNot(device.Index) is not { } reason)
            return new DeviceChoice(device, warnings);
        warnings.Add($"--gpu {requested} was asked for, but {reason}. Computing on the CPU instead, which is many times slower.");
        return new DeviceChoice(Device.Cpu, warnings);
    }
}
