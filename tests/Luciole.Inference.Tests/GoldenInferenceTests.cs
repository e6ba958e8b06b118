using System.Text.Json;
using Luciole.Checkpoints;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Models;
using Luciole.Torch.StateDicts;

namespace Luciole.Inference.Tests;

public sealed class GoldenInferenceTests
{
    [Fact]
    public void Whole_predictions_equal_the_reference()
    {
        var cases = Golden.Cases("infer");
        Assert.NotEmpty(cases);
        foreach (var c in cases)
            Check(c, batch: 2);
    }

    [Fact]
    public void The_size_of_the_batch_does_not_change_the_prediction()
    {
        var c = Golden.Cases("infer").OrderByDescending(c => c.GetProperty("n_patches").GetInt32()).First();
        foreach (var batch in new[] { 1, 3, 1000 })
            Check(c, batch);
    }

    private static void Check(JsonElement c, int batch)
    {
        var name = c.GetProperty("case").GetString()!;
        using var model = Load(c);
        using var image = ImageFile.Open(Path.Combine(Golden.Topic("infer"), c.GetProperty("image").GetString()!));
        var (patch, overlap, padding) = (Pair(c, "patch"), Pair(c, "overlap"), Pair(c, "padding"));
        var predictor = new ImagePredictor(model, new PredictionSettings
        {
            Patch = new PatchShape((int)patch.Y, (int)patch.X),
            Layout = new PatchLayout(overlap.Y, overlap.X, (int)padding.Y, (int)padding.X),
            Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance },
            ReflectToPatch = true,
            BatchSize = batch,
        });
        Assert.Equal(c.GetProperty("n_patches").GetInt32(), predictor.PatchCount(image.Height, image.Width));
        using var predicted = predictor.Predict(image);
        var statistics = c.GetProperty("stats");
        Assert.Equal(statistics.GetProperty("mean").GetDouble(), predicted.RawNormalizer.Mean, 1e-4);
        Assert.Equal(statistics.GetProperty("std").GetDouble(), predicted.RawNormalizer.StandardDeviation, 1e-4);
        Compare.RelativeToLargest(Expected(c, "prediction_normalised").ToFloats(), predicted.ToArray(OutputScale.Normalised), 1e-4, $"{name} normalised");

        var output = predicted.ToArray(OutputScale.Raw(predicted.RawNormalizer));
        if (image.SampleType is SampleType.Float32)
        {
            Compare.RelativeToLargest(Expected(c, "output").ToFloats(), output, 1e-4, $"{name} output");
            return;
        }

        // The reference moves every image by |minimum|; here it is moved up only when the minimum is negative, and never wraps.
        var beforeMove = predicted.ToArray(OutputScale.Normalised).Select(v => Math.Round((v * predicted.RawNormalizer.StandardDeviation) + predicted.RawNormalizer.Mean)).ToArray();
        var up = Math.Max(0, -beforeMove.Min());
        var reference = Expected(c, "output_before_cast").ToDoubles();
        var referenceMove = Math.Abs(beforeMove.Min());
        double highest = image.SampleType == SampleType.UInt8 ? byte.MaxValue : ushort.MaxValue;
        for (var i = 0; i < output.Length; i++)
            Assert.Equal(Math.Clamp(reference[i] - referenceMove + up, 0, highest), output[i], 2.0);
    }

    private static Unetr Load(JsonElement c)
    {
        var p = c.GetProperty("params");
        var model = new Unetr(
            new UnetrOptions
            {
                ImageSize = p.GetProperty("size").GetInt64(),
                TokenSize = p.GetProperty("token").GetInt64(),
                EmbedDim = p.GetProperty("embed").GetInt64(),
                Layers = p.GetProperty("depth").GetInt64(),
                Heads = p.GetProperty("heads").GetInt64(),
                Filters = p.GetProperty("nf").GetInt64(),
                KernelSize = p.GetProperty("k").GetInt64(),
                HiddenMultiple = p.GetProperty("mult").GetInt64(),
            },
            initialize: false);
        using var checkpoint = PyTorchCheckpoint.Open(Path.Combine(Golden.Topic("infer"), c.GetProperty("checkpoint").GetString()!));
        StateDictLoader.Load(model, checkpoint.StateDict).RequireComplete(checkpoint.Path);
        return model;
    }

    private static NumpyFile Expected(JsonElement c, string what) => Golden.Array("infer", c.GetProperty(what).GetString()!);

    private static (double Y, double X) Pair(JsonElement c, string what) => (c.GetProperty(what)[0].GetDouble(), c.GetProperty(what)[1].GetDouble());
}
