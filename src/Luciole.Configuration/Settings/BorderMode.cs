namespace Luciole.Configuration;

/// <summary>What lies outside an image.</summary>
public enum BorderMode
{
    /// <summary>A constant: 0.</summary>
    Constant,

    /// <summary>The edge pixel.</summary>
    Nearest,

    /// <summary>Mirrored, the edge pixel repeated (d c b a | a b c d | d c b a): SciPy's reflect, <c>AFFINE_MODE: reflect</c>.</summary>
    Reflect,

    /// <summary>Mirrored, the edge pixel not repeated (d c b | a b c d | c b a): SciPy's mirror, <c>AFFINE_MODE: symmetric</c> and <c>E_MODE: reflect</c>.</summary>
    Mirror,

    /// <summary>The other side.</summary>
    Wrap,
}
