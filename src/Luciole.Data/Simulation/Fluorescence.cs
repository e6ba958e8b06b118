using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>Wide-field fluorescence: a sharp image, haze from what lies out of focus, a camera offset and photon noise.</summary>
internal static class Fluorescence
{
    public static ushort[] Image(SampleRandom random, float[] stain, int height, int width)
    {
        var sharp = GaussianBlur.Apply(stain, height, width, 1.2);
        var haze = GaussianBlur.Apply(stain, height, width, 9);
        double gain = random.Uniform(1500, 4500), offset = random.Uniform(150, 600);
        var image = new ushort[sharp.Length];
        for (var i = 0; i < image.Length; i++)
        {
            var signal = gain * (sharp[i] + (0.12 * haze[i]));
            // About five counts a photon, and the noise of reading out.
            var noise = (Math.Sqrt(5 * Math.Max(0, signal)) * random.Normal()) + (12 * random.Normal());
            image[i] = Camera.Counts(offset + signal + noise);
        }

        return image;
    }
}
