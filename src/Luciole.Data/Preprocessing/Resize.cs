using Luciole.Data.Augmentation;
using Luciole.Data.Normalization;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Preprocessing;

/// <summary><c>DATA.PREPROCESS.RESIZE</c>: gives every image the same size, of whatever shape it was.</summary>
public sealed class Resize(ResizeOptions options) : IPreprocessingStep
{
    /// <inheritdoc/>
    public RasterShape ShapeAfter(RasterShape before) => before with
    {
        Height = options.Height,
        Width = options.Width,
        SampleType = Divides(before) ? SampleType.Float32 : before.SampleType,
    };

    /// <inheritdoc/>
    public Raster Apply(Raster image)
    {
        var planes = image.Planes();
        if (Divides(image.Shape))
            planes = [.. planes.Select(plane => Array.ConvertAll(plane, v => v / image.Shape.SampleType.Highest()))];
        var (lowest, highest) = (planes.Min(p => p.Min()), planes.Max(p => p.Max()));
        if (options.Border == BorderRule.Constant)
            (lowest, highest) = (Math.Min(lowest, options.Constant), Math.Max(highest, options.Constant));
        for (var c = 0; c < planes.Length; c++)
        {
            planes[c] = Resized(planes[c], image.Shape.Height, image.Shape.Width);
            if (options.Clip)
                planes[c] = Array.ConvertAll(planes[c], v => Math.Clamp(v, lowest, highest));
        }

        return Raster.FromPlanes(ShapeAfter(image.Shape), planes);
    }

    // The nearest pixel is taken as it is stored.
    private bool Divides(RasterShape shape) => !options.PreserveRange && options.Order > 0 && shape.SampleType.IsInteger();

    private double[] Resized(double[] plane, int height, int width)
    {
        if (options.AntiAliasing)
            plane = GaussianFilter.Blur(plane, height, width, SigmaFor(height, options.Height), SigmaFor(width, options.Width), options.Border, options.Constant);
        var spline = new BSpline(options.Order, options.Border, options.Constant);
        var across = new double[height * options.Width];
        for (var y = 0; y < height; y++)
            spline.Resample(plane.AsSpan(y * width, width), across.AsSpan(y * options.Width, options.Width));

        var result = new double[options.Height * options.Width];
        var (column, resized) = (new double[height], new double[options.Height]);
        for (var x = 0; x < options.Width; x++)
        {
            for (var y = 0; y < height; y++)
                column[y] = across[(y * options.Width) + x];
            spline.Resample(column, resized);
            for (var y = 0; y < options.Height; y++)
                result[(y * options.Width) + x] = resized[y];
        }

        return result;
    }

    private static double SigmaFor(int size, int newSize) => Math.Max(0, (((double)size / newSize) - 1) / 2);
}
