using System.Text.Json;
using Luciole.Checkpoints;
using Luciole.Torch;
using Luciole.Torch.StateDicts;

namespace Luciole.Models.Tests;

/// <summary>golden/mae.</summary>
public sealed class MaskedAutoencoderGoldenTests : IDisposable
{
    private const string Topic = "mae";
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Names_and_order_are_those_of_the_checkpoints()
    {
        foreach (var goldenCase in Cases())
        {
            using var model = Model(goldenCase);
            Assert.Equal(Reference.Json(Topic, goldenCase.Text("tensors")).EnumerateObject().Select(t => t.Name), model.State().Select(t => t.Name));
        }
    }

    [Fact]
    public void Masks_and_orders_are_the_references()
    {
        foreach (var goldenCase in Cases())
        {
            using var model = Model(goldenCase);
            var mask = model.CreateMask((long)goldenCase.GetProperty("params").Number("batch"), Noise(goldenCase));
            Assert.Equal(Reference.Floats(Topic, goldenCase.Text("mask")), mask.Hidden.ToArray<float>());
            Assert.Equal((long)goldenCase.Number("len_keep"), mask.IdsKeep.Size(1));
            if (goldenCase.Text("ids_note") == "exact")
            {
                Assert.Equal(Ids(goldenCase, "ids_restore"), mask.IdsRestore.ToArray<long>());
                Assert.Equal(Ids(goldenCase, "ids_keep"), mask.IdsKeep.ToArray<long>());
            }

            AssertConsistent(mask);
        }
    }

    [Fact]
    public void Latent_prediction_images_loss_and_gradients_are_the_references()
    {
        foreach (var goldenCase in Cases())
        {
            var name = goldenCase.Text("case");
            var tolerance = goldenCase.Number("strict_rel_tol_output", 1e-4);
            using var model = Model(goldenCase);
            var images = Reference.Tensor(Topic, goldenCase.Text("input"));
            var output = model.Forward(images, Noise(goldenCase));
            CompareLatent(goldenCase, model.Encode(images, output.Mask), output.Mask, tolerance);
            Compare.RelativeToLargest(Reference.Floats(Topic, goldenCase.Text("pred")), output.Prediction.ToArray<float>(), tolerance, name);
            var image = Patches.Unpatchify(output.Prediction, model.Options.TokenSize, model.Options.Channels);
            Compare.RelativeToLargest(Reference.Floats(Topic, goldenCase.Text("pred_image")), image.ToArray<float>(), tolerance, name);
            Assert.Equal(goldenCase.Number("loss"), output.Loss.Item(), 1e-5 * goldenCase.Number("loss"));
            output.Loss.Backward();
            Reference.CompareGradients(model, Topic, goldenCase);
        }
    }

    private static IReadOnlyList<JsonElement> Cases()
    {
        var cases = Testing.Golden.Cases(Topic);
        Assert.NotEmpty(cases);
        return cases;
    }

    private static MaskedAutoencoder Model(JsonElement goldenCase)
    {
        using var checkpoint = Reference.Checkpoint(Topic, goldenCase.Text("checkpoint"));
        var p = goldenCase.GetProperty("params");
        var model = new MaskedAutoencoder(
            new MaskedAutoencoderOptions
            {
                ImageSize = (long)p.Number("size"),
                Channels = checkpoint.StateDict["patch_embed.proj.weight"]!.Shape[1],
                TokenSize = (long)p.Number("token"),
                EmbedDim = (long)p.Number("embed"),
                Layers = (long)p.Number("depth"),
                Heads = (long)p.Number("heads"),
                MlpRatio = p.Number("mlp_ratio"),
                LayerNormEpsilon = p.Number("layer_norm_eps"),
                DecoderEmbedDim = (long)p.Number("decoder_embed"),
                DecoderLayers = (long)p.Number("decoder_depth"),
                DecoderHeads = (long)p.Number("decoder_heads"),
                Mask = p.Text("masking") == "grid" ? MaskKind.Grid : MaskKind.Random,
                MaskRatio = p.Number("mask_ratio", 0.5),
                NormalizePixelLoss = p.GetProperty("norm_pix_loss").GetBoolean(),
            },
            initialize: false);
        StateDictLoader.Load(model, checkpoint.StateDict).RequireComplete(checkpoint.Path);
        return model;
    }

    private static Tensor? Noise(JsonElement goldenCase) => goldenCase.Has("noise") ? Reference.Tensor(Topic, goldenCase.Text("noise")) : null;

    private static long[] Ids(JsonElement goldenCase, string property) => Testing.Golden.Array(Topic, goldenCase.Text(property)).As<long>().ToArray();

    private static void AssertConsistent(TokenMask mask)
    {
        var (hidden, keep, restore) = (mask.Hidden.ToArray<float>(), mask.IdsKeep.ToArray<long>(), mask.IdsRestore.ToArray<long>());
        var (tokens, kept) = ((int)mask.Hidden.Size(1), (int)mask.IdsKeep.Size(1));
        for (var n = 0; n < mask.Hidden.Size(0); n++)
        {
            for (var k = 0; k < kept; k++)
                Assert.Equal(k, restore[(n * tokens) + keep[(n * kept) + k]]);
            for (var p = 0; p < tokens; p++)
                Assert.Equal(restore[(n * tokens) + p] < kept, hidden[(n * tokens) + p] == 0);
            Assert.Equal(Enumerable.Range(0, tokens).Select(i => (long)i), restore.Skip(n * tokens).Take(tokens).Order());
        }
    }

    // Visible tokens may stand in another order than the reference's, so they are compared by their place in the image.
    private static void CompareLatent(JsonElement goldenCase, Tensor latent, TokenMask mask, double tolerance)
    {
        var expected = Reference.Floats(Topic, goldenCase.Text("latent"));
        var expectedKeep = Ids(goldenCase, "ids_keep");
        var keep = mask.IdsKeep.ToArray<long>();
        var actual = latent.ToArray<float>();
        var (rows, width, kept) = ((int)latent.Size(1), (int)latent.Size(2), (int)mask.IdsKeep.Size(1));
        var sorted = new float[actual.Length];
        for (var n = 0; n < latent.Size(0); n++)
        {
            Array.Copy(actual, n * rows * width, sorted, n * rows * width, width);
            for (var k = 0; k < kept; k++)
            {
                var from = Array.IndexOf(keep, expectedKeep[(n * kept) + k], n * kept, kept) - (n * kept);
                Array.Copy(actual, ((n * rows) + from + 1) * width, sorted, ((n * rows) + k + 1) * width, width);
            }
        }

        Compare.RelativeToLargest(expected, sorted, tolerance, goldenCase.Text("case") + " latent");
    }
}
