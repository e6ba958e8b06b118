using System.Numerics;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>The smallest and the largest value of an image.</summary>
internal readonly record struct ValueRange(float Minimum, float Maximum)
{
    /// <summary>Searches a non-empty image.</summary>
    public static ValueRange Of(ReadOnlySpan<float> image)
    {
        var (minimum, maximum) = (image[0], image[0]);
        var (smallest, largest) = (new Vector<float>(minimum), new Vector<float>(maximum));
        for (; image.Length >= Vector<float>.Count; image = image[Vector<float>.Count..])
        {
            var values = new Vector<float>(image);
            (smallest, largest) = (Vector.Min(smallest, values), Vector.Max(largest, values));
        }

        for (var i = 0; i < Vector<float>.Count; i++)
            (minimum, maximum) = (Math.Min(minimum, smallest[i]), Math.Max(maximum, largest[i]));
        foreach (var value in image)
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        return new ValueRange(minimum, maximum);
    }
}
