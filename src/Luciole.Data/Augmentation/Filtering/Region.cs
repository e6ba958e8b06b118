using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>A rectangle of an image.</summary>
internal readonly record struct Region(int Top, int Left, int Height, int Width)
{
    /// <summary>A rectangle of about these parts of the image's height and width, at a random place wholly inside.</summary>
    public static Region Draw(SampleRandom random, int height, int width, double partOfHeight, double partOfWidth)
    {
        var rows = Math.Clamp((int)(height * partOfHeight), 1, height);
        var columns = Math.Clamp((int)(width * partOfWidth), 1, width);
        return new Region(random.NextInt(height - rows + 1), random.NextInt(width - columns + 1), rows, columns);
    }

    /// <summary>One row of the rectangle within an image <c>[Y, X, C]</c>.</summary>
    public Span<float> Row(Span<float> image, int row, int imageWidth, int channels) =>
        image.Slice((((Top + row) * imageWidth) + Left) * channels, Width * channels);
}
