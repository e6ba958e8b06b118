namespace Luciole.Data.Augmentation;

/// <summary>Makes a new image <c>[Y, X, C]</c> of the same size from an old one.</summary>
/// <param name="source">The old image.</param>
/// <param name="result">Every value is to be written; it does not overlap the source.</param>
/// <param name="channels">Values per pixel of both.</param>
public delegate void PixelRewrite(ReadOnlySpan<float> source, Span<float> result, int channels);
