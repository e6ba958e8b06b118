using Luciole.Files;

namespace Luciole.Torch;

/// <summary>Where a tensor lies: the processor, or one GPU.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Index">The GPU's number; 0 for the processor.</param>
public readonly record struct Device(DeviceKind Kind, int Index)
{
    /// <summary>The processor.</summary>
    public static Device Cpu => default;

    /// <summary>The GPU with this number.</summary>
    public static Device Cuda(int index) => new(DeviceKind.Cuda, index);

    /// <summary>Reads <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c> or a GPU's bare number.</summary>
    /// <exception cref="InputException">The text is none of these.</exception>
    public static Device Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Equals("cpu", StringComparison.OrdinalIgnoreCase))
            return Cpu;
        if (trimmed.Equals("cuda", StringComparison.OrdinalIgnoreCase))
            return Cuda(0);
        var number = trimmed.StartsWith("cuda:", StringComparison.OrdinalIgnoreCase) ? trimmed[5..] : trimmed;
        return int.TryParse(number, out var index) && index >= 0
            ? Cuda(index)
            : throw new InputException($"Device '{text}' is not known; write cpu, or a GPU's number such as 0.");
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == DeviceKind.Cpu ? "cpu" : $"cuda:{Index}";
}
