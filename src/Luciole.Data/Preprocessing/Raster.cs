using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Preprocessing;

/// <summary>A whole image in memory, on its way through preprocessing.</summary>
public sealed class Raster
{
    /// <summary>Takes over samples <c>[Y, X, C]</c>.</summary>
    /// <exception cref="ArgumentException">They do not fill the shape.</exception>
    public Raster(RasterShape shape, float[] samples)
    {
        if (samples.LongLength != (long)shape.Height * shape.Width * shape.Channels)
            throw new ArgumentException($"{samples.Length} samples do not make {shape.Height} x {shape.Width} x {shape.Channels}.", nameof(samples));
        (Shape, Samples) = (shape, samples);
    }

    /// <summary>Its size and type.</summary>
    public RasterShape Shape { get; }

    /// <summary>The samples <c>[Y, X, C]</c>; whole numbers for integer types.</summary>
    public float[] Samples { get; }

    /// <summary>Reads a whole image.</summary>
    /// <exception cref="InputException">The image is damaged, or too large for one array.</exception>
    public static Raster Read(IImageSource image)
    {
        var count = (long)image.Height * image.Width * image.Channels;
        if (count > Array.MaxLength)
            throw new InputException($"{image.Name}: {image.Height} x {image.Width} pixels with {image.Channels} channels are too many to be preprocessed in memory; switch DATA.PREPROCESS off, or cut the image into parts.");
        var samples = new float[count];
        image.ReadRows(0, image.Height, samples);
        return new Raster(RasterShape.Of(image), samples);
    }

    /// <summary>
    /// An image from its channels, each <c>[Y, X]</c>: rounded to whole numbers and kept within the type's range where the type is an
    /// integer's.
    /// </summary>
    public static Raster FromPlanes(RasterShape shape, IReadOnlyList<double[]> planes)
    {
        var samples = new float[checked(shape.Pixels * shape.Channels)];
        var whole = shape.SampleType.IsInteger();
        double lowest = shape.SampleType.Lowest(), highest = shape.SampleType.Highest();
        for (var c = 0; c < planes.Count; c++)
        {
            var plane = planes[c];
            for (var i = 0; i < plane.Length; i++)
                samples[(i * shape.Channels) + c] = (float)(whole ? Math.Clamp(Math.Round(plane[i], MidpointRounding.ToEven), lowest, highest) : plane[i]);
        }

        return new Raster(shape, samples);
    }

    /// <summary>One channel <c>[Y, X]</c>.</summary>
    public double[] Plane(int channel)
    {
        var plane = new double[Shape.Pixels];
        for (var i = 0; i < plane.Length; i++)
            plane[i] = Samples[(i * Shape.Channels) + channel];
        return plane;
    }

    /// <summary>All channels, each <c>[Y, X]</c>.</summary>
    public double[][] Planes() => [.. Enumerable.Range(0, Shape.Channels).Select(Plane)];
}
