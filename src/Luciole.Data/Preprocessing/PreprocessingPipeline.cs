using Luciole.Imaging.Pixels;

namespace Luciole.Data.Preprocessing;

/// <summary>Filters on whole images, one after the other (<c>DATA.PREPROCESS</c>, <c>DATA.FORCE_RGB</c>).</summary>
/// <param name="steps">The filters in their order.</param>
public sealed class PreprocessingPipeline(IReadOnlyList<IPreprocessingStep> steps)
{
    /// <summary>Whether images stay as they are.</summary>
    public bool IsEmpty => steps.Count == 0;

    /// <summary>What an image of this shape becomes.</summary>
    /// <exception cref="Luciole.Files.InputException">A filter cannot take such an image.</exception>
    public RasterShape ShapeAfter(RasterShape before) => steps.Aggregate(before, (shape, step) => step.ShapeAfter(shape));

    /// <summary>Filters an image; the given one may be changed.</summary>
    public Raster Apply(Raster image) => steps.Aggregate(image, (raster, step) => step.Apply(raster));

    /// <summary>The image as it is after filtering, read and filtered when its first rows are asked for; owns <paramref name="image"/>.</summary>
    public IImageSource Wrap(IImageSource image)
    {
        if (IsEmpty)
            return image;
        try
        {
            return new PreprocessedSource(image, this);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }
}
