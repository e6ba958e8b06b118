using Luciole.Data.Augmentation;

namespace Luciole.Data.Preprocessing;

/// <summary>
/// <c>DATA.PREPROCESS.MEDIAN_BLUR</c>: replaces each value by the median of a rectangle around it, edge pixels repeated outside,
/// each channel by itself. Of an even number of values the upper middle one is taken.
/// </summary>
/// <param name="height">Rows of the rectangle.</param>
/// <param name="width">Columns of the rectangle.</param>
public sealed class MedianFilter(int height, int width) : IPreprocessingStep
{
    /// <inheritdoc/>
    public RasterShape ShapeAfter(RasterShape before) => before;

    /// <inheritdoc/>
    public Raster Apply(Raster image)
    {
        var shape = image.Shape;
        if (height == width && height % 2 == 1)
        {
            MedianBlur.Blur(image.Samples, shape.Height, shape.Width, shape.Channels, height);
            return image;
        }

        var filtered = new float[image.Samples.Length];
        for (var c = 0; c < shape.Channels; c++)
            Filter(image, c, filtered);
        return new Raster(shape, filtered);
    }

    private void Filter(Raster image, int channel, float[] filtered)
    {
        var shape = image.Shape;
        var window = new float[height * width];
        for (var y = 0; y < shape.Height; y++)
        {
            for (var x = 0; x < shape.Width; x++)
            {
                for (var i = 0; i < window.Length; i++)
                {
                    var row = Math.Clamp(y + (i / width) - (height / 2), 0, shape.Height - 1);
                    var column = Math.Clamp(x + (i % width) - (width / 2), 0, shape.Width - 1);
                    window[i] = image.Samples[(((row * shape.Width) + column) * shape.Channels) + channel];
                }

                Array.Sort(window);
                filtered[(((y * shape.Width) + x) * shape.Channels) + channel] = window[window.Length / 2];
            }
        }
    }
}
