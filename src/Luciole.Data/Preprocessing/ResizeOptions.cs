using Luciole.Data.Augmentation;

namespace Luciole.Data.Preprocessing;

/// <summary>How images are resized (<c>DATA.PREPROCESS.RESIZE</c>).</summary>
public sealed record ResizeOptions
{
    /// <summary>Rows afterwards.</summary>
    public required int Height { get; init; }

    /// <summary>Columns afterwards.</summary>
    public required int Width { get; init; }

    /// <summary>Order of the splines: 0 the nearest pixel, 1 linear, up to 5.</summary>
    public int Order { get; init; } = 1;

    /// <summary>What lies outside the image.</summary>
    public BorderRule Border { get; init; } = BorderRule.Mirror;

    /// <summary>The value outside for <see cref="BorderRule.Constant"/>.</summary>
    public double Constant { get; init; }

    /// <summary>Whether splines may not leave the range of the image's values.</summary>
    public bool Clip { get; init; } = true;

    /// <summary>Whether intensities stay as they are; otherwise integers become single-precision fractions of their type's largest value.</summary>
    public bool PreserveRange { get; init; } = true;

    /// <summary>Whether the image is blurred before it shrinks, with a standard deviation of (old size / new size - 1) / 2 along each axis.</summary>
    public bool AntiAliasing { get; init; }
}
