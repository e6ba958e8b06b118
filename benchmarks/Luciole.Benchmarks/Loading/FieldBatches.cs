using Luciole.Data.Loading;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Imaging.Pixels;
using Luciole.Training;

namespace Luciole.Benchmarks.Loading;

/// <summary>Batches of simulated fields, read from files, normalised and augmented as the nucleus template does it, by threads ahead.</summary>
internal sealed class FieldBatches : IDisposable
{
    private const long KeptImages = 4L << 30;
    private const int FieldsPerBatch = 2;

    private readonly FieldFiles _files;
    private readonly SampleLoader _loader;

    /// <summary>Simulates the fields, and prepares to load them.</summary>
    /// <param name="side">Side of a field in pixels.</param>
    /// <param name="batch">Images of a batch.</param>
    /// <param name="threads">Threads that load.</param>
    public FieldBatches(int side, int batch, int threads)
    {
        _files = new FieldFiles(FieldsPerBatch * batch, side);
        var settings = new LoaderSettings
        {
            Patch = PatchShape.Square(side),
            BatchSize = batch,
            Shuffle = true,
            Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance },
            Augmentation = NucleusTemplate.Pipeline(),
            Workers = threads,
            CacheBytes = KeptImages,
        };
        _loader = new SampleLoader(_files.Samples, ImageFile.Open, settings);
    }

    /// <summary>Epoch after epoch.</summary>
    public IEnumerable<Batch> Endless()
    {
        for (var epoch = 0; ; epoch++)
        {
            foreach (var batch in _loader.Epoch(epoch))
            {
                long[] Shape(int channels) => [batch.Count, channels, batch.Height, batch.Width];
                yield return new Batch(batch.Raw, batch.Target, Shape(batch.RawChannels), batch.Target is null ? null : Shape(batch.TargetChannels), [.. batch.Samples.Select(s => s.RawPath)]);
            }
        }
    }

    /// <summary>Removes the files.</summary>
    public void Dispose() => _files.Dispose();
}
