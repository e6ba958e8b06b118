using Luciole.Data.Discovery;
using Luciole.Data.Loading;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Data.Simulation;
using Luciole.Data.Studies;
using Luciole.Imaging.Pixels;
using Luciole.Training;

namespace Luciole.Benchmarks.Loading;

/// <summary>
/// Batches of simulated fields, normalised and augmented as the nucleus template does it, by threads ahead. The fields lie in memory, as those
/// of a training do after its first epoch.
/// </summary>
internal sealed class FieldBatches
{
    private const long KeptImages = 4L << 30;
    private const int FieldsPerBatch = 2;

    private readonly Dictionary<string, ImageArray> _images = new(StringComparer.Ordinal);
    private readonly SampleLoader _loader;

    /// <summary>Simulates the fields, and prepares to load them.</summary>
    /// <param name="side">Side of a field in pixels.</param>
    /// <param name="batch">Images of a batch.</param>
    /// <param name="threads">Threads that load.</param>
    public FieldBatches(int side, int batch, int threads)
    {
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
        _loader = new SampleLoader(Simulate(FieldsPerBatch * batch, side), name => _images[name], settings);
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

    private List<Sample> Simulate(int fields, int side)
    {
        var samples = new List<Sample>();
        for (var i = 0; i < fields; i++)
        {
            var field = CellSimulator.Simulate(i, Modality.BF, side, side, sliceCount: 1);
            samples.Add(new Sample(Keep($"raw{i}", side, field.Slices[0]), Keep($"target{i}", side, field.Targets[Organelle.Nucleus]), $"{i}"));
        }

        return samples;
    }

    private string Keep(string name, int side, ushort[] counts)
    {
        _images[name] = ImageArray.FromSingle(side, side, 1, [.. counts.Select(c => (float)c)], name);
        return name;
    }
}
