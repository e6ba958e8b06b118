namespace Luciole.Data.Patches;

/// <summary>How patches lie: their overlap (a fraction of the core, in [0, 1)) and the padding cut off each predicted patch, per axis.</summary>
/// <param name="OverlapY">Overlap of neighbouring rows of patches.</param>
/// <param name="OverlapX">Overlap of neighbouring columns of patches.</param>
/// <param name="PaddingY">Rows cut off above and below each patch.</param>
/// <param name="PaddingX">Columns cut off left and right of each patch.</param>
public readonly record struct PatchLayout(double OverlapY, double OverlapX, int PaddingY, int PaddingX)
{
    /// <summary>Patches side by side, nothing cut off.</summary>
    public static PatchLayout Plain => default;
}
