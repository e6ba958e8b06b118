using Luciole.Data.Augmentation;
using Luciole.Data.Preprocessing;
using Luciole.Data.Trust;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Trust;

public sealed class TrustJudgeTests
{
    private static readonly InputStatistics s_usual = new()
    {
        Mean = 1000, StandardDeviation = 100, Skewness = 0.5, Low = -2, High = 3, Grain = 0.1, Focus = 0.15, Saturated = 0,
    };

    private static readonly TrainingStatistics s_training = new(new Dictionary<string, ModalityStatistics>
    {
        ["PC"] = ModalityStatistics.Of([s_usual, s_usual with { Mean = 1200, StandardDeviation = 120, Focus = 0.13, Skewness = 0.3 }]),
    });

    [Fact]
    public void What_is_as_in_training_is_trusted()
    {
        Assert.Empty(TrustJudge.Judge(s_usual, "PC", s_training));
        Assert.Empty(TrustJudge.Judge(s_usual, null, s_training));

        // Half of the range beyond it, and twice as bright: normalisation takes that away.
        Assert.Empty(TrustJudge.Judge(s_usual with { Focus = 0.121, Skewness = 0.59, Mean = 2300, StandardDeviation = 60 }, "PC", s_training));
    }

    [Fact]
    public void Each_reason_has_its_flag()
    {
        TrustKind[] Kinds(InputStatistics image, string modality = "PC") => [.. TrustJudge.Judge(image, modality, s_training).Select(f => f.Kind)];
        Assert.Equal([TrustKind.OutOfFocus], Kinds(s_usual with { Focus = 0.1 }));
        Assert.Equal([TrustKind.Saturated], Kinds(s_usual with { Saturated = 0.02 }));
        Assert.Equal([TrustKind.UnseenModality], Kinds(s_usual, "BF"));
        Assert.Equal([TrustKind.UnusualStatistics], Kinds(s_usual with { Skewness = 5 }));
        Assert.Equal([TrustKind.UnusualStatistics], Kinds(s_usual with { Mean = 20_000 }));
        Assert.Equal([TrustKind.UnusualStatistics], Kinds(s_usual with { Focus = 0.4 }));
        Assert.Equal([TrustKind.NoContrast], Kinds(s_usual with { StandardDeviation = 0, Focus = 0 }));
        Assert.Equal([TrustKind.UnseenModality, TrustKind.OutOfFocus, TrustKind.Saturated, TrustKind.UnusualStatistics], Kinds(s_usual with { Focus = 0.01, Saturated = 0.5, Grain = 0.9 }, "DIC"));
    }

    [Fact]
    public void A_reason_names_the_figures()
    {
        var flag = Assert.Single(TrustJudge.Judge(s_usual with { Focus = 0.1 }, "PC", s_training));
        Assert.Equal(("out of focus", "focus 0.1, in training 0.13 to 0.15"), (flag.Name, flag.Text));
        Assert.Equal("BF, but the model was trained on PC", Assert.Single(TrustJudge.Judge(s_usual, "BF", s_training)).Text);
    }

    [Fact]
    public void Without_knowledge_of_the_training_only_what_is_wrong_with_any_image_is_told()
    {
        Assert.Empty(TrustJudge.Judge(s_usual with { Focus = 0.001, Skewness = 9 }, "DIC", null));
        Assert.Equal(TrustKind.Saturated, Assert.Single(TrustJudge.Judge(s_usual with { Saturated = 0.006 }, null, null)).Kind);
    }

    [Fact]
    public void Images_as_saturated_as_those_of_the_training_are_not_flagged()
    {
        var training = new TrainingStatistics(new Dictionary<string, ModalityStatistics> { ["PC"] = ModalityStatistics.Of([s_usual with { Saturated = 0.01 }]) });
        Assert.Empty(TrustJudge.Judge(s_usual with { Saturated = 0.019 }, "PC", training));
        Assert.Equal(TrustKind.Saturated, Assert.Single(TrustJudge.Judge(s_usual with { Saturated = 0.021 }, "PC", training)).Kind);
    }

    [Fact]
    public void A_real_field_is_like_the_two_beside_it_until_it_is_spoilt()
    {
        var folder = Golden.Shared("data/neurons/Study_31");
        string[] Planes(int field) => [.. Enumerable.Range(0, 13).Select(z => Path.Combine(folder, $"image_{field}_PC_z{z}.ome.tiff"))];
        var training = TrainingStatistics.Measure([.. Planes(1), .. Planes(2)]);
        Assert.Equal((26, "PC"), (training.All.Images, Assert.Single(training.Modalities.Keys)));
        foreach (var path in Planes(3))
        {
            using var plane = ImageFile.Open(path);
            Assert.Empty(TrustJudge.Judge(InputStatistics.Measure(plane), "PC", training));
        }

        using var image = ImageFile.Read(Planes(3)[4]);
        var pixels = image.ToSingle();
        double[] plain = [.. pixels.Select(v => (double)v)];
        TrustKind[] Kinds(IEnumerable<double> values) =>
            [.. TrustJudge.Judge(InputStatistics.Measure(new MemoryImage(512, 512, 1, SampleType.UInt16, [.. values.Select(v => (float)Math.Round(v))])), "PC", training).Select(f => f.Kind)];
        Assert.Contains(TrustKind.OutOfFocus, Kinds(GaussianFilter.Blur(plain, 512, 512, 4, 4, BorderRule.Reflect)));
        Assert.Contains(TrustKind.Saturated, Kinds(plain.Select(v => Math.Min(v, 38_000))));
        Assert.Contains(TrustKind.UnusualStatistics, Kinds(plain.Select(v => v / 100)));
        var random = new Random(1);
        Assert.Contains(TrustKind.UnusualStatistics, Kinds(plain.Select(_ => 32_000 + (12_000 * (random.NextDouble() - 0.5)))));
    }
}
