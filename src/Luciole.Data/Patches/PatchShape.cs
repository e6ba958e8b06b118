namespace Luciole.Data.Patches;

/// <summary>Rows and columns of a patch: the first two numbers of <c>DATA.PATCH_SIZE</c>.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct PatchShape(int Height, int Width)
{
    /// <summary>A square patch.</summary>
    public static PatchShape Square(int side) => new(side, side);

    /// <inheritdoc/>
    public override string ToString() => $"{Height} x {Width}";
}
