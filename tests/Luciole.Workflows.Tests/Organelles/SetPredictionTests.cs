using System.Runtime.InteropServices;
using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Data.Trust;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;
using Luciole.Workflows.ModelSets;
using Luciole.Workflows.Organelles;

namespace Luciole.Workflows.Tests.Organelles;

public sealed class SetPredictionTests : IDisposable
{
    private const string Tiny =
        """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {PATCH_SIZE: "(16, 16, 1)", NORMALIZATION: {TYPE: zero_mean_unit_variance}},
        MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 4, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 1, VIT_NUM_HEADS: 2, UNETR_VIT_HIDD_MULT: 1, UNETR_VIT_NUM_FILTERS: 2, DROPOUT_VALUES: [0.0]},
        TEST: {ENABLE: True}}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ListingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_set_predicts_what_its_models_predict_alone(bool lowMemory)
    {
        WriteModels("nucleus", "actin", "tubulin");
        WriteImage("x/a.ome.tif", Sharp(40, 30, 1), 40, 30);
        WriteImage("x/b.ome.tif", Sharp(20, 50, 2), 20, 50);
        var outcome = Predict(Options() with { LowMemory = lowMemory });
        Assert.Empty(outcome.Failures);
        Assert.Equal(["a", "b"], outcome.Images.Select(i => i.Name));
        Assert.Equal(["Nucleus", "Actin", "Tubulin"], outcome.Images[0].Organelles.Select(o => o.Channel));
        foreach (var organelle in new[] { "nucleus", "actin", "tubulin" })
        {
            foreach (var name in new[] { "a", "b" })
                Assert.Equal(Alone(organelle, $"x/{name}.ome.tif"), Pixels(_folder.File("out", organelle, $"{name}.ome.tif")));
        }

        Assert.Equal(6, outcome.Files.Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_file_can_hold_all_organelles_in_their_colours(bool lowMemory)
    {
        WriteModels("tubulin", "nucleus");
        WriteImage("x/a.ome.tif", Sharp(40, 30, 1), 40, 30);
        var outcome = Predict(Options() with { LowMemory = lowMemory, Format = PredictionFormat.MultiChannel });
        var file = Assert.Single(outcome.Files);
        using var ome = OmeTiff.Open(file);
        Assert.Equal(["Nucleus", "Tubulin"], ome.Metadata.Channels.Select(c => c.Name));
        Assert.Equal([0x4682FFFF, 0x3CEB6EFF], ome.Metadata.Channels.Select(c => c.Color));
        Assert.Equal(0.5, ome.Metadata.PhysicalSize!.X);
        Assert.Equal(Alone("nucleus", "x/a.ome.tif"), ome.ReadPlane(0, 0, 0).ToSingle());
        Assert.Equal(Alone("tubulin", "x/a.ome.tif"), ome.ReadPlane(0, 1, 0).ToSingle());
        var provenance = TiffSummary.Read(file).Provenance!;
        Assert.Equal(ContentHash.OfFile(_folder.File("models", "tubulin.pth")), provenance["tubulin_model_sha256"]);
        Assert.Equal(("a.ome.tif", "BF", "raw"), (provenance["input_file"], provenance["modality"], provenance["nucleus_output_scale"]));
        Assert.Equal([(0, "Nucleus"), (1, "Tubulin")], outcome.Images[0].Organelles.Select(o => (o.ChannelIndex, o.Channel)));
    }

    [Fact]
    public void Models_that_take_images_differently_are_predicted_in_the_same_run()
    {
        WriteModels("nucleus");
        WriteModel("actin", 7, ["DATA.PATCH_SIZE=(32,32,1)", "DATA.NORMALIZATION.TYPE=div"]);
        WriteImage("x/a.ome.tif", Sharp(40, 33, 1), 40, 33);
        Predict(Options());
        Assert.Equal(Alone("nucleus", "x/a.ome.tif"), Pixels(_folder.File("out", "nucleus", "a.ome.tif")));
        Assert.Equal(Alone("actin", "x/a.ome.tif"), Pixels(_folder.File("out", "actin", "a.ome.tif")));
    }

    [Theory]
    [InlineData(PredictionFormat.Separate)]
    [InlineData(PredictionFormat.MultiChannel)]
    public void Every_plane_of_a_stack_is_predicted_as_an_image_is(PredictionFormat format)
    {
        WriteModels("nucleus", "actin");
        float[][] planes = [Sharp(40, 30, 1), Sharp(40, 30, 2), Sharp(40, 30, 3)];
        WriteImage("x/s.ome.tif", [.. planes.SelectMany(p => p)], 40, 30, depth: 3);
        var outcome = Predict(Options() with { Format = format, LowMemory = format == PredictionFormat.MultiChannel });
        Assert.Equal((0, 0, null), (outcome.Images[0].InputPlane, outcome.Images[0].OutputPlane, outcome.Images[0].Plane));
        var organelle = outcome.Images[0].Organelles[1];
        using var ome = OmeTiff.Open(organelle.File);
        Assert.Equal((3, 2.5), (ome.Metadata.SizeZ, ome.Metadata.PhysicalSize!.Z));
        for (var z = 0; z < 3; z++)
        {
            WriteImage($"single/{z}.ome.tif", planes[z], 40, 30);
            Assert.Equal(Alone("actin", $"single/{z}.ome.tif"), ome.ReadPlane(0, organelle.ChannelIndex, z).ToSingle());
        }
    }

    [Fact]
    public void The_sharpest_of_several_files_stands_for_their_stack()
    {
        WriteModels("nucleus");
        for (var z = 0; z < 4; z++)
            WriteImage($"x/image_7_PC_z{z}.ome.tiff", Blurred(Sharp(60, 60, 1), 60, 60, z == 2 ? 0 : 2 + z), 60, 60);
        WriteImage("x/image_8_PC_z0.ome.tiff", Sharp(60, 60, 5), 60, 60);
        var outcome = Predict(Options() with { Focus = StackFocus.Best });
        Assert.Equal(["image_7_PC", "image_8_PC"], outcome.Images.Select(i => i.Name));
        Assert.Equal([2, null], outcome.Images.Select(i => i.Plane));
        Assert.Equal("image_7_PC_z2.ome.tiff", Path.GetFileName(outcome.Images[0].InputFile));
        var file = _folder.File("out", "nucleus", "image_7_PC.ome.tif");
        Assert.Equal(Alone("nucleus", "x/image_7_PC_z2.ome.tiff"), Pixels(file));
        var provenance = TiffSummary.Read(file).Provenance!;
        Assert.Equal(("2", "sharpest plane", "image_7_PC_z2.ome.tiff"), (provenance["plane"], provenance["stack"], provenance["input_file"]));
    }

    [Fact]
    public void Of_a_file_with_planes_the_sharpest_one_is_named_by_its_number()
    {
        WriteModels("nucleus", "actin");
        var sharp = Sharp(60, 60, 1);
        WriteImage("x/s.ome.tif", [.. Blurred(sharp, 60, 60, 4), .. sharp, .. Blurred(sharp, 60, 60, 3)], 60, 60, depth: 3);
        var best = Assert.Single(Predict(Options() with { Focus = StackFocus.Best, Format = PredictionFormat.MultiChannel }).Images);
        Assert.Equal((1, 0, 1), (best.InputPlane, best.OutputPlane, best.Plane));
        var all = Assert.Single(Predict(Options() with { Confidence = true }).Images);
        Assert.Equal((1, 1, null), (all.InputPlane, all.OutputPlane, all.Plane));

        // A channel is no plane, whatever its number.
        using var first = StackFile.OpenPlane(best.Organelles[0].File, 1, 0);
        using var ome = OmeTiff.Open(best.Organelles[0].File);
        var rows = new float[3600];
        first.ReadRows(0, 60, rows);
        Assert.Equal(ome.ReadPlane(0, 0, 0).ToSingle(), rows);
    }

    [Fact]
    public void The_mean_of_a_stack_is_the_mean_of_its_planes_predictions()
    {
        WriteModels("nucleus", "actin");
        var planes = Enumerable.Range(0, 3).Select(z => Sharp(40, 30, z)).ToArray();
        WriteImage("x/s.ome.tif", [.. planes.SelectMany(p => p)], 40, 30, depth: 3);
        Predict(Options() with { Focus = StackFocus.Mean, Output = OutputScale.Normalised });
        var expected = new float[1200];
        for (var z = 0; z < 3; z++)
        {
            WriteImage($"single/{z}.ome.tif", planes[z], 40, 30);
            expected = [.. expected.Zip(Alone("actin", $"single/{z}.ome.tif", OutputScale.Normalised), (a, b) => a + (b / 3))];
        }

        var actual = Pixels(_folder.File("out", "actin", "s.ome.tif"));
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-5f));
    }

    [Fact]
    public void Planes_of_different_sizes_or_stacks_within_stacks_are_refused()
    {
        WriteModels("nucleus");
        WriteImage("x/s_z0.tif", Sharp(40, 30, 1), 40, 30);
        WriteImage("x/s_z1.tif", Sharp(30, 40, 1), 30, 40);
        Assert.Contains("one size", Assert.Throws<InputException>(() => Predict(Options() with { Focus = StackFocus.Mean })).Message);
        WriteImage("x/s_z1.tif", [.. Sharp(40, 30, 1), .. Sharp(40, 30, 2)], 40, 30, depth: 2);
        Assert.Contains("s_z1.tif: holds 2 planes", Assert.Throws<InputException>(() => Predict(Options() with { Focus = StackFocus.Mean })).Message);
        Assert.Empty(Directory.GetFiles(_folder.File("out"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Images_are_judged_by_what_the_models_were_trained_on()
    {
        WriteModels("nucleus", "actin");
        for (var i = 0; i < 4; i++)
            WriteImage($"train/image_{i}_PC_z0.tif", Sharp(60, 60, 10 + i), 60, 60);
        var statistics = TrainingStatistics.Measure(ImageFolder.Images(_folder.File("train")));
        File.WriteAllText(_folder.File("statistics.json"), statistics.ToJson());
        WriteImage("x/image_1_PC_z0.tif", Sharp(60, 60, 1), 60, 60);
        WriteImage("x/image_2_PC_z0.tif", Blurred(Sharp(60, 60, 1), 60, 60, 6), 60, 60);
        WriteImage("x/image_3_DIC_z0.tif", Sharp(60, 60, 1), 60, 60);
        WriteImage("x/image_4_PC_z0.tif", [.. Sharp(60, 60, 1).Select(v => Math.Min(v, 1350))], 60, 60);
        var outcome = Predict(Options() with { Confidence = true }, statisticsOf: ["nucleus", "actin"]);

        Assert.Equal(
            [[], [TrustKind.OutOfFocus], [TrustKind.UnseenModality], [TrustKind.Saturated]],
            outcome.Images.Select(i => i.Flags!.Select(f => f.Kind).Where(k => k != TrustKind.UnusualStatistics)));
        Assert.Contains(_log.Notes, n => n.Contains("image_2_PC_z0", StringComparison.Ordinal) && n.Contains("out of focus", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Notes, n => n.Contains("image_1_PC_z0", StringComparison.Ordinal));
        var table = File.ReadAllLines(outcome.TrustFile!);
        Assert.Equal("image,trust,reasons,modality,plane,focus,confidence nucleus,confidence actin", table[0]);
        Assert.StartsWith("image_1_PC_z0,ok,,PC,,0.", table[1]);
        Assert.Contains("out of focus", table[2]);
        Assert.StartsWith("ok", TiffSummary.Read(outcome.Images[0].Organelles[0].File).Provenance!["trust"]);
        foreach (var organelle in outcome.Images.SelectMany(i => i.Organelles))
        {
            var confidence = Pixels(organelle.ConfidenceFile!);
            Assert.All(confidence, v => Assert.InRange(v, 0.001f, 1));
            Assert.Equal(confidence.Average(v => (double)v), organelle.MeanConfidence!.Value, 1e-6);
        }
    }

    [Fact]
    public void A_damaged_image_does_not_keep_the_others_waiting()
    {
        WriteModels("nucleus", "actin");
        WriteImage("x/a.tif", Sharp(20, 20, 1), 20, 20);
        File.WriteAllText(_folder.File("x", "b.tif"), "no image");
        WriteImage("x/c.tif", Sharp(20, 20, 2), 20, 20);
        var outcome = Predict(Options() with { Format = PredictionFormat.MultiChannel });
        Assert.Equal(["a", "c"], outcome.Images.Select(i => i.Name));
        Assert.Contains("b.tif", Assert.Single(outcome.Failures));
        Assert.Equal(["a.tif", "c.tif"], Directory.GetFiles(_folder.File("out")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void An_input_is_never_overwritten()
    {
        WriteModels("nucleus");
        WriteImage("nucleus/a.tif", Sharp(20, 20, 1), 20, 20);
        using var workflow = Workflow(Options() with { OutputFolder = _folder.FullName });
        Assert.Contains("overwrite", Assert.Throws<InputException>(() => workflow.Run([_folder.File("nucleus", "a.tif")], default)).Message);
    }

    [Fact]
    public void Target_intensities_that_a_model_does_not_know_are_refused_at_the_start()
    {
        WriteModels("nucleus");
        Assert.Contains("nucleus.pth", Assert.Throws<InputException>(() => Workflow(Options() with { Output = OutputScale.Target })).Message);
    }

    private SetPredictionOptions Options() => new() { OutputFolder = _folder.File("out"), Program = "Luciole 0" };

    private SetPredictionOutcome Predict(SetPredictionOptions options, params string[] statisticsOf)
    {
        using var workflow = Workflow(options, statisticsOf);
        return workflow.Run(ImageFolder.Images(_folder.File("x")), CancellationToken.None);
    }

    private SetPredictionWorkflow Workflow(SetPredictionOptions options, params string[] statisticsOf)
    {
        using var set = ModelSet.Open(_folder.File("models"));
        var members = set.Members.Select(m => statisticsOf.Contains(m.Name.ToLowerInvariant()) ? m with { StatisticsPath = _folder.File("statistics.json") } : m);
        return new SetPredictionWorkflow([.. members], options, () => default, _log);
    }

    private float[] Alone(string organelle, string image, OutputScale scale = OutputScale.Auto)
    {
        using var model = TrainedModel.Open(_folder.File("models", organelle + ".pth"), null, [], () => default);
        var options = new PredictionOptions { OutputFolder = _folder.File("alone", organelle), Program = "Luciole 0", Output = scale, BatchSize = 1 };
        var path = _folder.File(image.Split('/'));
        var outcome = new PredictionWorkflow(model, options, default, new ListingLog()).Run([new Sample(path, null, path)], CancellationToken.None);
        return Pixels(Assert.Single(outcome.Files));
    }

    private void WriteModels(params string[] organelles)
    {
        for (var i = 0; i < organelles.Length; i++)
            WriteModel(organelles[i], i + 1, []);
    }

    private void WriteModel(string organelle, int seed, string[] overrides)
    {
        var configuration = ConfigurationReader.ReadText(Tiny, "tiny.yaml", [$"SYSTEM.SEED={seed}", .. overrides]);
        Directory.CreateDirectory(_folder.File("models"));
        StartingWeights.Write(configuration.Configuration, _folder.File("models", organelle + ".pth"), "0");
    }

    private static float[] Pixels(string path)
    {
        using var image = ImageFile.Read(path);
        return image.ToSingle();
    }

    // Round cells with soft edges on a noisy ground.
    private static float[] Sharp(int height, int width, int seed)
    {
        var random = new Random(seed);
        var values = new float[height * width];
        for (var spot = 0; spot < Math.Max(4, height * width / 150); spot++)
        {
            var (cy, cx, radius) = (random.NextDouble() * height, random.NextDouble() * width, 3 + (2 * random.NextDouble()));
            for (var i = 0; i < values.Length; i++)
                values[i] += (float)(300 / (1 + Math.Exp(2 * (Math.Sqrt(Math.Pow((i / width) - cy, 2) + Math.Pow((i % width) - cx, 2)) - radius))));
        }

        return [.. values.Select(v => v + 1000 + (10 * random.NextSingle()))];
    }

    private static float[] Blurred(float[] values, int height, int width, double sigma)
    {
        for (var i = 0; i < (int)(sigma * sigma / 0.5); i++)
        {
            // Twice (1 2 1) / 4: a variance of half a pixel along each axis.
            values = Axis(Axis(values, width, 1, width), height, width, width);
        }

        return values;

        float[] Axis(float[] from, int length, int step, int row) => [.. Enumerable.Range(0, from.Length).Select(i =>
        {
            var at = i / step % length;
            return (from[i - (at > 0 ? step : 0)] + (2 * from[i]) + from[i + (at < length - 1 ? step : 0)]) / 4;
        })];
    }

    private void WriteImage(string name, float[] values, int height, int width, int depth = 1)
    {
        using var writer = new OmeTiffWriter(_folder.File(name.Split('/')), new OmeTiffOptions
        {
            Height = height, Width = width, Depth = depth, SampleType = SampleType.UInt16, ChannelNames = ["BF"], PhysicalSize = new PhysicalSize(0.5, 0.5, depth > 1 ? 2.5 : null), Provenance = new Provenance { Program = "test" },
        });
        writer.WriteNativeRows(MemoryMarshal.AsBytes<ushort>([.. values.Select(v => (ushort)v)]));
        writer.Commit();
    }
}
