namespace Luciole.Kernels.Fourier;

/// <summary>The second pass: outputs are stored as they are.</summary>
internal readonly struct Plain : ITwist
{
    /// <inheritdoc/>
    public static bool IsTwisted => false;
}
