using Luciole.Data.Augmentation;
using Luciole.Data.Loading;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Data.RandomStreams;
using Luciole.Imaging.Pixels;

namespace Luciole.Benchmarks.Loading;

/// <summary>Reading, normalising and augmenting pairs of 1024 x 1024 pixels: each step alone, and the loader with its threads.</summary>
internal sealed class LoaderBenchmark : IBenchmark
{
    private const int Side = 1024;
    private const int Fields = 6;
    private const int BatchSize = 6;
    private const int Draws = 16;
    private static readonly NormalizationSettings s_normalization = new() { Type = NormalizationType.ZeroMeanUnitVariance };

    /// <inheritdoc/>
    public string Name => "loader";

    /// <inheritdoc/>
    public string Purpose => "images/s at 1024 x 1024: decoding, normalising, augmenting as the nucleus template does, loading";

    /// <inheritdoc/>
    public void Run()
    {
        Console.WriteLine("medians of 9; a pair is a raw image and its target, 1024 x 1024 pixels of 16 bits");
        foreach (var (what, timing) in Measure(TimingEffort.Full))
            Console.WriteLine($"{what,-40} {timing.Processor * 1e3,8:F2} ms processor {timing.Clock * 1e3,8:F2} ms clock {1 / timing.Processor,8:F1} /s per core {1 / timing.Clock,8:F1} /s");
    }

    /// <summary>Every figure with its name, one after the other as they are asked for.</summary>
    public static IEnumerable<(string What, Timing Timing)> Measure(TimingEffort effort)
    {
        using var files = new FieldFiles(Fields, Side);
        foreach (var row in Steps(files, effort).Concat(Augmentations(effort)).Concat(Loaders(files, effort)))
            yield return row;
    }

    private static IEnumerable<(string What, Timing Timing)> Steps(FieldFiles files, TimingEffort effort)
    {
        yield return ("decode an image (Deflate)", Timing.Of(() => ImageFile.Read(files.Samples[0].RawPath).Dispose(), effort));
        using var image = ImageFile.Read(files.Samples[0].RawPath);
        yield return ("measure an image", Timing.Of(() => ImageStatistics.Measure(image), effort));
        var normalizer = Normalizer.For(image, s_normalization);
        var patch = new float[Side * Side];
        var reader = new PatchReader(image, new PatchGrid(Side, Side, PatchShape.Square(Side)));
        yield return ("cut a patch", Timing.Of(() => reader.Read(0, patch), effort));
        var values = image.ToSingle();
        yield return ("normalise a patch", Timing.Of(
            () =>
            {
                values.CopyTo(patch, 0);
                normalizer.Apply(patch);
            },
            effort));
    }

    private static IEnumerable<(string What, Timing Timing)> Augmentations(TimingEffort effort)
    {
        foreach (var (key, augmentation) in NucleusTemplate.Steps)
            yield return ($"{key} of a pair", Augmenting((pair, random) => augmentation.Apply(pair, random), effort));
        yield return ("the template's augmentation of a pair", Augmenting(NucleusTemplate.Pipeline().Apply, effort));
    }

    private static Timing Augmenting(Action<AugmentedPair, SampleRandom> augment, TimingEffort effort)
    {
        var random = new SampleRandom(1);
        var pair = new AugmentedPair(Noise(random), Noise(random), Side, Side);
        return Timing.Of(
            () =>
            {
                for (var i = 0; i < Draws; i++)
                    augment(pair, new SampleRandom(i));
            },
            effort).Per(Draws);
    }

    private static float[] Noise(SampleRandom random) => [.. Enumerable.Range(0, Side * Side).Select(_ => (float)random.Normal())];

    private static IEnumerable<(string What, Timing Timing)> Loaders(FieldFiles files, TimingEffort effort)
    {
        foreach (var isCached in new[] { false, true })
        {
            foreach (var workers in new[] { 0, 1, 2 })
                yield return ($"loader, {workers} threads, images {(isCached ? "kept" : "decoded")}, a pair", Loading(files, workers, isCached, effort));
        }
    }

    private static Timing Loading(FieldFiles files, int workers, bool isCached, TimingEffort effort)
    {
        var settings = new LoaderSettings
        {
            Patch = PatchShape.Square(Side),
            BatchSize = BatchSize,
            Shuffle = true,
            Normalization = s_normalization,
            Augmentation = NucleusTemplate.Pipeline(),
            Workers = workers,
            CacheBytes = isCached ? 1L << 30 : 0,
        };
        var loader = new SampleLoader(files.Samples, ImageFile.Open, settings);
        var epoch = 0;
        return Timing.Of(
            () =>
            {
                foreach (var _ in loader.Epoch(epoch++))
                {
                }
            },
            effort).Per(files.Samples.Count);
    }
}
