using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>Wide-field fluorescence: a sharp image, haze from what lies out of focus, a camera offset and photon noise.</summary>
internal static class Fluorescence
{
    /// <summary>The image of a stain, in counts.</summary>
    public static ushort[] Image(SampleRandom random, Raster stain)
    {
        var sharp = stain.Blurred(1.2);
        var haze = stain.Blurred(9);
        double gain = random.Uniform(1500, 4500), offset = random.Uniform(150, 600);
        var image = new ushort[stain.Values.Length];
        for (var i = 0; i < image.Length; i++)
        {
            var signal = gain * (sharp.Values[i] + (0.12 * haze.Values[i]));
            // About five counts a photon, and the noise of reading out.
            var noise = (Math.Sqrt(5 * Math.Max(0, signal)) * random.Normal()) + (12 * random.Normal());
            image[i] = Camera.Counts(offset + signal + noise);
        }

        return image;
    }
}
