namespace Luciole.Data.Preprocessing;

/// <summary><c>DATA.FORCE_RGB</c>: an image of one channel gets it three times; others stay.</summary>
public sealed class ForceRgb : IPreprocessingStep
{
    private const int Rgb = 3;

    /// <inheritdoc/>
    public RasterShape ShapeAfter(RasterShape before) => before.Channels == 1 ? before with { Channels = Rgb } : before;

    /// <inheritdoc/>
    public Raster Apply(Raster image)
    {
        if (image.Shape.Channels != 1)
            return image;
        var samples = new float[checked(image.Samples.Length * Rgb)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = image.Samples[i / Rgb];
        return new Raster(ShapeAfter(image.Shape), samples);
    }
}
