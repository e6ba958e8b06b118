namespace Luciole.Kernels.Fourier;

/// <summary>The first of two passes: outputs are multiplied.</summary>
internal readonly struct Twisted : ITwist
{
    /// <inheritdoc/>
    public static bool IsTwisted => true;
}
