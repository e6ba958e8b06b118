namespace Luciole.Kernels.Convolution;

/// <summary>What happens to a result before it is stored: y = scale x + shift for each filter, then perhaps max(0, y).</summary>
/// <param name="Scale">K factors, or null for 1.</param>
/// <param name="Shift">K summands (bias, or a folded normalisation), or null for 0.</param>
/// <param name="Relu">Whether negative results become 0; NaN stays NaN.</param>
public readonly unsafe record struct Epilogue(nint Scale, nint Shift, bool Relu)
{
    /// <summary>Nothing.</summary>
    public static Epilogue None => default;

    internal float* ScaleAt(int filter) => (float*)Scale + filter;

    internal float* ShiftAt(int filter) => (float*)Shift + filter;
}
