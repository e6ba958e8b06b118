namespace Luciole.Training.Tests;

/// <summary>Smooth random images, whose targets are their squares; every epoch the same.</summary>
internal sealed class Pictures(int count, int batch, bool hasTargets, int broken = -1) : IBatchSource
{
    private const int Side = SmallNetworks.Side;

    public int StepsPerEpoch => (count + batch - 1) / batch;

    public IEnumerable<Batch> Epoch(int epoch, int firstStep, CancellationToken cancellation)
    {
        for (var first = firstStep * batch; first < count; first += batch)
        {
            var indices = Enumerable.Range(first, Math.Min(batch, count - first)).ToArray();
            var raw = indices.SelectMany(Picture).ToArray();
            long[] shape = [indices.Length, 1, Side, Side];
            yield return new Batch(raw, hasTargets ? [.. raw.Select(v => v * v)] : null, shape, hasTargets ? shape : null, [.. indices.Select(i => $"picture {i}")]);
        }
    }

    private float[] Picture(int number)
    {
        var random = new Random(number);
        var (a, b, phase) = (random.NextDouble(), random.NextDouble(), 6 * random.NextDouble());
        var values = Enumerable.Range(0, Side * Side).Select(i => (float)(Math.Sin((a * (i % Side)) + (b * (i / Side)) + phase) + (0.1 * random.NextDouble()))).ToArray();
        if (number == broken)
            values[5] = float.NaN;
        return values;
    }
}
