using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>A 16-bit camera behind a microscope whose light is uneven.</summary>
internal sealed class Camera
{
    private readonly SampleRandom _random;
    private readonly double _background;
    private readonly double _noise;
    private readonly double[] _shading;

    public Camera(SampleRandom random)
    {
        _random = random;
        _background = random.Uniform(12000, 26000);
        _noise = random.Uniform(0.005, 0.009);
        _shading = [random.Uniform(-0.02, 0.02), random.Uniform(-0.02, 0.02), random.Uniform(-0.03, 0)];
    }

    /// <summary>Whole counts within the camera's range.</summary>
    public static ushort Counts(double signal) => (ushort)Math.Clamp(Math.Round(signal), 0, ushort.MaxValue);

    /// <summary>Takes a picture of relative intensities, with noise.</summary>
    public ushort[] Expose(Raster image)
    {
        var counts = new ushort[image.Values.Length];
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var i = (y * image.Width) + x;
                counts[i] = Counts(_background * Shading(image, y, x) * (image.Values[i] + (_noise * _random.Normal())));
            }
        }

        return counts;
    }

    private double Shading(Raster image, int y, int x)
    {
        double v = ((2.0 * y) + 1 - image.Height) / image.Height, u = ((2.0 * x) + 1 - image.Width) / image.Width;
        return 1 + (_shading[0] * v) + (_shading[1] * u) + (_shading[2] * ((v * v) + (u * u)));
    }
}
