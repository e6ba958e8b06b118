namespace Luciole.Torch;

/// <summary>Kinds of device, numbered as c10's <c>DeviceType</c>.</summary>
public enum DeviceKind
{
    /// <summary>The processor.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda = 1,
}
