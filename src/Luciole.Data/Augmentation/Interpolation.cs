namespace Luciole.Data.Augmentation;

/// <summary>How a value between pixels is made.</summary>
public enum Interpolation
{
    /// <summary>Weighted mean of the four pixels around (order 1).</summary>
    Linear,

    /// <summary>The nearest pixel (order 0).</summary>
    Nearest,
}
