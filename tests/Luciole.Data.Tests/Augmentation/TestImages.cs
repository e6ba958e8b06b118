using Luciole.Data.RandomStreams;

namespace Luciole.Data.Tests.Augmentation;

/// <summary>Images to augment.</summary>
internal static class TestImages
{
    /// <summary>Uniform noise in [0, 1).</summary>
    public static float[] Noise(int height, int width, int channels = 1, long seed = 1)
    {
        var random = new SampleRandom(seed);
        return Make(height, width, channels, (_, _, _) => random.NextDouble());
    }

    /// <summary>An image <c>[Y, X, C]</c> of a function of (y, x, c).</summary>
    public static float[] Make(int height, int width, int channels, Func<int, int, int, double> value)
    {
        var image = new float[height * width * channels];
        for (var i = 0; i < image.Length; i++)
            image[i] = (float)value(i / channels / width, i / channels % width, i % channels);
        return image;
    }

    /// <summary>One channel of an image.</summary>
    public static float[] Channel(float[] image, int channels, int channel) => [.. image.Where((_, i) => i % channels == channel)];

    public static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{actual[i]} for {expected[i]} at {i}");
    }
}
