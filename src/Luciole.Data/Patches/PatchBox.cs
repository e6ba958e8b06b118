namespace Luciole.Data.Patches;

/// <summary>Where a patch lies in the padded image: first row and column inside, last ones just outside.</summary>
/// <param name="Top">First row.</param>
/// <param name="Bottom">Row after the last.</param>
/// <param name="Left">First column.</param>
/// <param name="Right">Column after the last.</param>
public readonly record struct PatchBox(int Top, int Bottom, int Left, int Right);
