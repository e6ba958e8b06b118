using Luciole.Data.Patches;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>
/// Bright-field imaging of thin, weakly absorbing cells. To first order the transport-of-intensity equation (Teague, 1983) gives
/// <c>I(z) = I0 (1 - absorption - z k laplacian(phase))</c>: in focus almost nothing is seen, and contrast inverts through it.
/// Defocus also blurs, illumination is uneven, and photons are counted.
/// </summary>
internal sealed class BrightField
{
    private const double DefocusContrast = 0.9;

    private readonly SampleRandom _random;
    private readonly Specimen _specimen;
    private readonly int _height;
    private readonly int _width;
    private readonly double _background;
    private readonly double _noise;
    private readonly double[] _shading;

    public BrightField(SampleRandom random, Specimen specimen, int height, int width)
    {
        _random = random;
        _specimen = specimen;
        _height = height;
        _width = width;
        _background = random.Uniform(12000, 26000);
        _noise = random.Uniform(0.006, 0.012);
        _shading = [random.Uniform(-0.04, 0.04), random.Uniform(-0.04, 0.04), random.Uniform(-0.06, 0)];
    }

    /// <summary>The plane at a distance from focus (in steps of the stage), in counts.</summary>
    public ushort[] Plane(double z)
    {
        var sigma = 1 + (0.35 * Math.Abs(z));
        var phase = GaussianBlur.Apply(_specimen.Phase, _height, _width, sigma);
        var absorption = GaussianBlur.Apply(_specimen.Absorption, _height, _width, sigma);
        var plane = new ushort[phase.Length];
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < _width; x++)
            {
                var i = (y * _width) + x;
                var relative = 1 - absorption[i] - (z * DefocusContrast * Laplacian(phase, y, x)) + (_noise * _random.Normal());
                plane[i] = Camera.Counts(_background * Shading(y, x) * relative);
            }
        }

        return plane;
    }

    private double Shading(int y, int x)
    {
        double v = ((2.0 * y) + 1 - _height) / _height, u = ((2.0 * x) + 1 - _width) / _width;
        return 1 + (_shading[0] * v) + (_shading[1] * u) + (_shading[2] * ((v * v) + (u * u)));
    }

    private double Laplacian(float[] map, int y, int x)
    {
        double above = map[(Reflection.Index(y - 1, _height) * _width) + x], below = map[(Reflection.Index(y + 1, _height) * _width) + x];
        double left = map[(y * _width) + Reflection.Index(x - 1, _width)], right = map[(y * _width) + Reflection.Index(x + 1, _width)];
        return above + below + left + right - (4 * map[(y * _width) + x]);
    }
}
