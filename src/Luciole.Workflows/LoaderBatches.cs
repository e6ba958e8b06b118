using Luciole.Data.Loading;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>Batches of a sample loader, for the training loop.</summary>
/// <param name="loader">Makes the batches.</param>
/// <param name="replicate">Passes over the samples that make one epoch (<c>DATA.TRAIN.REPLICATE</c>).</param>
internal sealed class LoaderBatches(SampleLoader loader, int replicate = 1) : IBatchSource
{
    public int StepsPerEpoch { get; } = loader.BatchesPerEpoch * replicate;

    public IEnumerable<Batch> Epoch(int epoch, int firstStep, CancellationToken cancellation)
    {
        var (firstPass, firstBatch) = Math.DivRem(firstStep, loader.BatchesPerEpoch);
        for (var pass = firstPass; pass < replicate; pass++)
        {
            foreach (var batch in loader.Epoch((epoch * replicate) + pass, pass == firstPass ? firstBatch : 0, cancellation))
            {
                yield return Convert(batch);
                if (cancellation.IsCancellationRequested)
                    yield break;
            }
        }
    }

    private static Batch Convert(TrainingBatch batch) => new(
        batch.Raw,
        batch.Target,
        [batch.Count, batch.RawChannels, batch.Height, batch.Width],
        batch.Target is null ? null : [batch.Count, batch.TargetChannels, batch.Height, batch.Width],
        [.. batch.Samples.Select(s => s.RawPath)])
    {
        First = batch.First,
        WholeCount = batch.WholeCount,
        IsCounted = batch.IsCounted,
    };
}
