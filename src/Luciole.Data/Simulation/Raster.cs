using System.Numerics;
using Luciole.Data.Patches;
using Luciole.Data.RandomStreams;

namespace Luciole.Data.Simulation;

/// <summary>A quantity over the field, <c>[Y, X]</c>; beyond the borders it continues mirrored.</summary>
internal sealed class Raster(int height, int width)
{
    public int Height => height;

    public int Width => width;

    public float[] Values { get; } = new float[checked(height * width)];

    public float this[int y, int x] => Values[(Reflection.Index(y, height) * width) + Reflection.Index(x, width)];

    /// <summary>Noise of a certain grain with mean 0 and variance 1.</summary>
    public static Raster Texture(SampleRandom random, int height, int width, double grain)
    {
        var noise = new Raster(height, width);
        for (var i = 0; i < noise.Values.Length; i++)
            noise.Values[i] = (float)random.Normal();
        // A Gaussian blur leaves white noise with the variance 1 / (4 pi sigma²).
        var texture = new Raster(height, width);
        texture.AddScaled(noise.Blurred(grain), 2 * Math.Sqrt(Math.PI) * grain);
        return texture;
    }

    /// <summary>Between pixels, by bilinear interpolation.</summary>
    public double Sample(Point point)
    {
        int y = (int)Math.Floor(point.Y), x = (int)Math.Floor(point.X);
        double v = point.Y - y, u = point.X - x;
        return ((1 - v) * (((1 - u) * this[y, x]) + (u * this[y, x + 1]))) + (v * (((1 - u) * this[y + 1, x]) + (u * this[y + 1, x + 1])));
    }

    /// <summary>The sum of the four neighbours minus four times the pixel: the discrete Laplacian.</summary>
    public double Laplacian(int y, int x) =>
        (double)this[y - 1, x] + this[y + 1, x] + this[y, x - 1] + this[y, x + 1] - (4.0 * this[y, x]);

    /// <summary>Adds another quantity times a factor.</summary>
    public void AddScaled(Raster other, double factor)
    {
        for (var i = 0; i < Values.Length; i++)
            Values[i] += (float)(factor * other.Values[i]);
    }

    /// <summary>
    /// Deposits a filament: each piece of its length adds its strength times that length to the pixels around it, shared bilinearly.
    /// What lies in the field is conserved; what lies beyond it is left out.
    /// </summary>
    public void Deposit(Filament filament)
    {
        const int pieces = 2;
        for (var i = 1; i < filament.Points.Count; i++)
        {
            Point a = filament.Points[i - 1], b = filament.Points[i];
            var amount = filament.Strength * a.DistanceTo(b) / pieces;
            for (var k = 0; k < pieces; k++)
            {
                var part = (k + 0.5) / pieces;
                Deposit(new Point(a.Y + (part * (b.Y - a.Y)), a.X + (part * (b.X - a.X))), amount);
            }
        }
    }

    /// <summary>Blurred by a Gaussian of <paramref name="sigma"/> pixels.</summary>
    public Raster Blurred(double sigma)
    {
        var radius = (int)Math.Ceiling(3 * sigma);
        var weights = GaussianWeights(sigma, radius);
        var rows = new Raster(height, width);
        var padded = new float[width + (2 * radius)];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < padded.Length; x++)
                padded[x] = Values[(y * width) + Reflection.Index(x - radius, width)];
            for (var tap = 0; tap < weights.Length; tap++)
                AddScaled(padded.AsSpan(tap, width), weights[tap], rows.Row(y));
        }

        var result = new Raster(height, width);
        for (var y = 0; y < height; y++)
        {
            for (var tap = 0; tap < weights.Length; tap++)
                AddScaled(rows.Row(Reflection.Index(y + tap - radius, height)), weights[tap], result.Row(y));
        }

        return result;
    }

    private static float[] GaussianWeights(double sigma, int radius)
    {
        var weights = Enumerable.Range(-radius, (2 * radius) + 1).Select(i => Math.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(w => (float)(w / sum))];
    }

    private static void AddScaled(ReadOnlySpan<float> source, float weight, Span<float> sums)
    {
        var i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sums[i..]) + (weight * new Vector<float>(source[i..]))).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += weight * source[i];
    }

    private Span<float> Row(int y) => Values.AsSpan(y * width, width);

    private void Deposit(Point point, double amount)
    {
        int y = (int)Math.Floor(point.Y), x = (int)Math.Floor(point.X);
        double v = point.Y - y, u = point.X - x;
        Add(y, x, (1 - v) * (1 - u) * amount);
        Add(y, x + 1, (1 - v) * u * amount);
        Add(y + 1, x, v * (1 - u) * amount);
        Add(y + 1, x + 1, v * u * amount);
    }

    private void Add(int y, int x, double amount)
    {
        if ((uint)y < (uint)height && (uint)x < (uint)width)
            Values[(y * width) + x] += (float)amount;
    }
}
