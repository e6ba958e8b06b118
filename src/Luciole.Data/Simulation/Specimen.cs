using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>What is on the slide, as maps <c>[Y, X]</c>: how much it delays light, how much it absorbs, how much stain it holds.</summary>
internal sealed class Specimen
{
    private readonly int _height;
    private readonly int _width;
    private readonly float[] _coarse;
    private readonly float[] _fine;

    public Specimen(SampleRandom random, int height, int width)
    {
        _height = height;
        _width = width;
        Phase = new float[checked(height * width)];
        Absorption = new float[Phase.Length];
        Stain = new float[Phase.Length];
        NucleusMask = new bool[Phase.Length];
        _coarse = Texture(random, 3);
        _fine = Texture(random, 1.2);
        foreach (var cell in SimulatedCell.Scatter(random, height, width))
            Draw(cell);
    }

    /// <summary>Optical path, in arbitrary units; a cell is about 1 thick.</summary>
    public float[] Phase { get; }

    /// <summary>Absorbed fraction of the light.</summary>
    public float[] Absorption { get; }

    /// <summary>Concentration of the nuclear stain; a nucleus has about 1.</summary>
    public float[] Stain { get; }

    /// <summary>True inside nuclei.</summary>
    public bool[] NucleusMask { get; }

    private void Draw(SimulatedCell cell)
    {
        ForEach(cell.Body.Y, cell.Body.X, cell.Body.Reach + 2, (y, x, i) =>
        {
            var depth = cell.Body.Depth(y, x);
            if (depth >= 1)
                return;
            var dome = Math.Sqrt(1 - (depth * depth)) * Edge(depth, 0.15);
            Phase[i] += (float)(cell.Thickness * dome * (1 + (0.08 * _coarse[i]) + (0.05 * _fine[i])));
            Absorption[i] += (float)(0.02 * dome);
            Stain[i] += (float)(0.03 * dome);
        });
        ForEach(cell.Nucleus.Y, cell.Nucleus.X, cell.Nucleus.Reach + 2, (y, x, i) =>
        {
            var depth = cell.Nucleus.Depth(y, x);
            if (depth >= 1)
                return;
            NucleusMask[i] = true;
            var inside = Edge(depth, 0.18);
            Phase[i] += (float)(cell.NucleusDensity * inside * (1 + (0.12 * _fine[i])));
            Absorption[i] += (float)(0.015 * inside);
            Stain[i] += (float)(cell.Stain * inside * Math.Max(0, 1 + (0.15 * _coarse[i]) + (0.1 * _fine[i])));
        });
        foreach (var spot in cell.Nucleoli)
        {
            Add(spot, Phase, spot.Height);
            Dim(spot);
        }

        foreach (var spot in cell.Granules)
            Add(spot, Phase, spot.Height);
    }

    private void Add(Spot spot, float[] map, double height) =>
        ForEach(spot.Y, spot.X, 3 * spot.Sigma, (y, x, i) => map[i] += (float)(height * Profile(spot, y, x)));

    private void Dim(Spot spot) =>
        ForEach(spot.Y, spot.X, 3 * spot.Sigma, (y, x, i) => Stain[i] *= (float)(1 - (0.6 * Profile(spot, y, x))));

    private static double Profile(Spot spot, int y, int x) =>
        Math.Exp(-(((y - spot.Y) * (y - spot.Y)) + ((x - spot.X) * (x - spot.X))) / (2 * spot.Sigma * spot.Sigma));

    private void ForEach(double y, double x, double radius, Action<int, int, int> pixel)
    {
        for (var row = Math.Max(0, (int)(y - radius)); row <= Math.Min(_height - 1, (int)(y + radius)); row++)
        {
            for (var column = Math.Max(0, (int)(x - radius)); column <= Math.Min(_width - 1, (int)(x + radius)); column++)
                pixel(row, column, (row * _width) + column);
        }
    }

    /// <summary>From 1 inside to 0 on the outline, smoothly over the outer part of the radius.</summary>
    private static double Edge(double depth, double softness)
    {
        var t = Math.Clamp((1 - depth) / softness, 0, 1);
        return t * t * (3 - (2 * t));
    }

    /// <summary>Noise of a certain grain with variance 1.</summary>
    private float[] Texture(SampleRandom random, double grain)
    {
        var noise = new float[Phase.Length];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (float)random.Normal();
        var texture = GaussianBlur.Apply(noise, _height, _width, grain);
        // A Gaussian blur leaves white noise with the variance 1 / (4 pi sigma²).
        var scale = (float)(2 * Math.Sqrt(Math.PI) * grain);
        for (var i = 0; i < texture.Length; i++)
            texture[i] *= scale;
        return texture;
    }
}
