namespace Luciole.Data.Preprocessing;

/// <summary>A filter on whole images before anything else is done with them.</summary>
public interface IPreprocessingStep
{
    /// <summary>What an image of this shape becomes.</summary>
    /// <exception cref="Luciole.Files.InputException">The filter cannot take such an image.</exception>
    RasterShape ShapeAfter(RasterShape before);

    /// <summary>Filters an image; the given one may be changed.</summary>
    Raster Apply(Raster image);
}
