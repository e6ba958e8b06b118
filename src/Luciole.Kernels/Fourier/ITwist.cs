namespace Luciole.Kernels.Fourier;

/// <summary>Whether the outputs of a butterfly are multiplied by twiddle factors.</summary>
internal interface ITwist
{
    /// <summary>They are.</summary>
    static abstract bool IsTwisted { get; }
}
