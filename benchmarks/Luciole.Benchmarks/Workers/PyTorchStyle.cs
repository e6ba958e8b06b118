namespace Luciole.Benchmarks.Workers;

/// <summary>How PyTorch is used on a device; benchmarks/pytorch/device_work.py says what that means.</summary>
internal enum PyTorchStyle
{
    /// <summary>Single precision, operator by operator, as the reference trains.</summary>
    Ordinary,

    /// <summary>With all that makes PyTorch quick: bf16, channels-last, a fused optimiser, a compiled network.</summary>
    Best,
}
