using Luciole.Data.Studies;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Metrics;

namespace Luciole.Evaluation.Tests;

public sealed class OfficialEvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Files_are_measured_in_order_whatever_the_threads(int threads)
    {
        const int count = 25;
        var images = Enumerable.Range(0, count).Select(Image).ToList();
        var told = new List<int>();
        var scores = OfficialEvaluation.Measure(images, told.Add, null, CancellationToken.None, threads);
        Assert.Equal(Enumerable.Range(1, count), told);
        for (var i = 0; i < count; i++)
        {
            Assert.Same(images[i], scores[i].Image);
            Assert.Equal(ChallengeMetrics.Measure(GreyImages.Noise(i, 180), GreyImages.Noise(i + 1000, 180), 12, 15), scores[i].Metrics[Organelle.Nucleus]);
        }
    }

    [Fact]
    public void Of_several_channels_the_one_with_the_organelles_name_is_taken()
    {
        var (first, second, truth) = (GreyImages.Noise(1, 180), GreyImages.Noise(2, 180), GreyImages.WriteNoise(_folder.File("t.tif"), 3));
        var both = _folder.File("both.tif");
        using (var writer = new OmeTiffWriter(both, new OmeTiffOptions
        {
            Height = 12, Width = 15, SampleType = SampleType.Float32, ChannelNames = ["Tubulin", "Nucleus"], Provenance = new Provenance { Program = "test" },
        }))
        {
            writer.WriteRows([.. first.Zip(second).SelectMany(p => new[] { p.First, p.Second })]);
            writer.Commit();
        }

        var scores = OfficialEvaluation.Measure([Pair(both, truth)], _ => { }, null, CancellationToken.None);
        Assert.Equal(ChallengeMetrics.Measure(second, GreyImages.Noise(3, 180), 12, 15), scores[0].Metrics[Organelle.Nucleus]);
        var actin = new EvaluatedImage("both.tif", new Dictionary<Organelle, ImagePair> { [Organelle.Actin] = new(both, truth) }, null, null);
        Refused(Image(1), actin, "both.tif: has 2 channels and none of the name Actin");
    }

    [Fact]
    public void What_cannot_be_compared_is_named()
    {
        var good = Image(1);
        Refused(good, Pair(GreyImages.WriteNoise(_folder.File("wide.tif"), 1, 12, 16), good.Pairs[Organelle.Nucleus].Truth), "wide.tif: has 16 x 12 pixels", "15 x 12");
        var small = GreyImages.WriteNoise(_folder.File("small.tif"), 1, 6, 20);
        Refused(good, Pair(small, small), "small.tif", "at least 7 x 7");
        var spoilt = GreyImages.Noise(3, 180);
        spoilt[77] = float.NaN;
        Refused(good, Pair(GreyImages.Write(_folder.File("nan.tif"), spoilt, 12, 15), good.Pairs[Organelle.Nucleus].Truth), "nan.tif", "not finite");
        File.WriteAllText(_folder.File("text.tif"), "no image");
        Refused(good, Pair(_folder.File("text.tif"), good.Pairs[Organelle.Nucleus].Truth), "text.tif");
    }

    [Fact]
    public void Asked_to_stop_it_stops()
    {
        using var stop = new CancellationTokenSource();
        var images = Enumerable.Range(0, 40).Select(Image).ToList();
        Assert.ThrowsAny<OperationCanceledException>(() => OfficialEvaluation.Measure(images, _ => stop.Cancel(), null, stop.Token, 2));
    }

    [Fact]
    public async Task Work_waits_for_memory_and_a_piece_larger_than_all_still_has_its_turn()
    {
        using var share = new MemoryShare(100);
        var first = share.Take(60, CancellationToken.None);
        var second = Task.Run(() => share.Take(50, CancellationToken.None));
        await Task.Delay(50);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
        share.Take(1000, CancellationToken.None).Dispose();
        using var held = share.Take(100, CancellationToken.None);
        using var stop = new CancellationTokenSource(20);
        Assert.ThrowsAny<OperationCanceledException>(() => share.Take(1, stop.Token));
    }

    private static void Refused(EvaluatedImage good, EvaluatedImage bad, params string[] words)
    {
        var message = Assert.Throws<InputException>(() => OfficialEvaluation.Measure([good, bad, good], _ => { }, null, CancellationToken.None)).Message;
        Assert.All(words, word => Assert.Contains(word, message));
    }

    private static EvaluatedImage Pair(string prediction, string truth) =>
        new(Path.GetFileName(prediction), new Dictionary<Organelle, ImagePair> { [Organelle.Nucleus] = new(prediction, truth) }, null, null);

    private EvaluatedImage Image(int seed) =>
        Pair(GreyImages.WriteNoise(_folder.File("p", $"{seed}.tif"), seed), GreyImages.WriteNoise(_folder.File("t", $"{seed}.tif"), seed + 1000));
}
