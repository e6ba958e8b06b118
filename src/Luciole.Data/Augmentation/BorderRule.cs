namespace Luciole.Data.Augmentation;

/// <summary>What is taken to lie outside an image. The same name means the same thing in every augmentation.</summary>
public enum BorderRule
{
    /// <summary>0 (<c>AFFINE_MODE: constant</c>).</summary>
    Constant,

    /// <summary>The nearest edge pixel (a a | a b c d | d d).</summary>
    Nearest,

    /// <summary>Mirrored about the pixel's edge (b a | a b c d | d c): SciPy's <c>reflect</c> and <c>AFFINE_MODE: reflect</c>.</summary>
    Reflect,

    /// <summary>Mirrored about the pixel's centre (c b | a b c d | c b): SciPy's <c>mirror</c>, <c>AFFINE_MODE: symmetric</c>, OpenCV's reflect 101.</summary>
    Mirror,

    /// <summary>The other side. Whole pixels repeat after n of them; rotations and shears repeat after n - 1, as SciPy's <c>wrap</c>.</summary>
    Wrap,
}
