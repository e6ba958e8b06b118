namespace Luciole.Training.Tests;

/// <summary>Points of the line in a fixed order.</summary>
internal sealed class Points(int count, int batch, int broken = -1) : IBatchSource
{
    public int StepsPerEpoch => (count + batch - 1) / batch;

    public IEnumerable<Batch> Epoch(int epoch, int firstStep, CancellationToken cancellation)
    {
        for (var first = firstStep * batch; first < count; first += batch)
        {
            var indices = Enumerable.Range(first, Math.Min(batch, count - first)).ToArray();
            var x = indices.Select(i => i == broken ? float.NaN : i / (float)count).ToArray();
            long[] shape = [x.Length, 1];
            yield return new Batch(x, [.. x.Select(v => (2 * v) - 1)], shape, shape, [.. indices.Select(i => $"point {i}")]);
        }
    }
}
