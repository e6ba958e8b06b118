using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

public sealed class MaskedAutoencoderTests : IDisposable
{
    private static readonly MaskedAutoencoderOptions Tiny = new()
    {
        ImageSize = 16, TokenSize = 4, EmbedDim = 8, Layers = 2, Heads = 2, MlpRatio = 2, DecoderEmbedDim = 4, DecoderLayers = 1, DecoderHeads = 1,
    };

    private readonly TensorScope _scope = new();

    public MaskedAutoencoderTests() => RandomState.Seed(5);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_published_model_has_the_published_number_of_parameters()
    {
        using var model = new MaskedAutoencoder(new MaskedAutoencoderOptions { ImageSize = 1024, TokenSize = 32 }, initialize: false);
        Assert.Equal(113_295_616, model.ParameterCount);
        Assert.Equal([1024L, 512], model.State().Single(t => t.Name == "decoder_pred.weight").Tensor.Shape);
        Assert.Equal([2048L, 512], model.State().Single(t => t.Name == "decoder_blocks.7.mlp.fc1.weight").Tensor.Shape);
    }

    [Fact]
    public void Tensors_have_the_order_of_a_checkpoint()
    {
        using var model = new MaskedAutoencoder(Tiny);
        Assert.Equal(
            [
                "cls_token", "pos_embed", "mask_token", "decoder_pos_embed", "patch_embed.proj", "blocks.0", "blocks.1", "norm", "decoder_embed",
                "decoder_blocks.0", "decoder_norm", "decoder_pred",
            ],
            model.State().Select(t => string.Join('.', t.Name.Split('.').Take(t.Name.Contains("blocks.") || t.Name.StartsWith("patch", StringComparison.Ordinal) ? 2 : 1))).Distinct());
        Assert.Equal(["pos_embed", "decoder_pos_embed"], model.Parameters().Where(p => !p.Tensor.RequiresGrad).Select(p => p.Name));
    }

    [Fact]
    public void The_checkerboard_is_the_references()
    {
        var mask = TokenMask.Checkerboard(2, 4, Device.Cpu);
        long[] keep = [1, 3, 4, 6, 9, 11, 12, 14], restore = [8, 0, 9, 1, 2, 10, 3, 11, 12, 4, 13, 5, 6, 14, 7, 15];
        float[] hidden = [1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1];
        Assert.Equal([.. keep, .. keep], mask.IdsKeep.ToArray<long>());
        Assert.Equal([.. restore, .. restore], mask.IdsRestore.ToArray<long>());
        Assert.Equal([.. hidden, .. hidden], mask.Hidden.ToArray<float>());
    }

    [Fact]
    public void Random_masking_keeps_the_tokens_of_least_noise()
    {
        var mask = TokenMask.Random(Tensor.From([0.9f, 0.1f, 0.5f, 0.3f, 0.2f, 0.8f, 0.8f, 0.0f], 2, 4), 0.5);
        Assert.Equal([1L, 3, 3, 0], mask.IdsKeep.ToArray<long>());
        Assert.Equal([3L, 0, 2, 1, 1, 2, 3, 0], mask.IdsRestore.ToArray<long>());
        Assert.Equal([1f, 0, 1, 0, 0, 1, 1, 0], mask.Hidden.ToArray<float>());
    }

    [Fact]
    public void Random_masks_differ_between_images_and_calls_and_follow_the_seed()
    {
        using var model = new MaskedAutoencoder(Tiny with { Mask = MaskKind.Random, MaskRatio = 0.75 });
        float[] Draw(long seed)
        {
            RandomState.Seed(seed);
            return model.CreateMask(2).Hidden.ToArray<float>();
        }

        var hidden = Draw(1);
        Assert.Equal(12, hidden[..16].Sum());
        Assert.NotEqual(hidden[..16], hidden[16..]);
        Assert.Equal(hidden, Draw(1));
        Assert.NotEqual(hidden, model.CreateMask(2).Hidden.ToArray<float>());
    }

    [Fact]
    public void The_loss_counts_hidden_tokens_only()
    {
        using var model = new MaskedAutoencoder(Tiny);
        var images = Tensor.Randn([2, 1, 16, 16]);
        var mask = model.CreateMask(2);
        var target = Patches.Patchify(images, 4);
        var hidden = mask.Hidden.Unsqueeze(-1);
        Assert.Equal(0, model.Loss(images, target + ((1 - hidden) * 5), mask).Item());
        Assert.Equal(9, model.Loss(images, target + (hidden * 3), mask).Item(), 1e-5);
    }

    /// <summary>Figures of PyTorch for a picture of 4 x 4 pixels in tokens of 2, the first and the last hidden.</summary>
    [Theory]
    [InlineData(false, 88.84375)]
    [InlineData(true, 3.375481367111206)]
    public void The_loss_is_that_of_plain_or_of_normalised_pixels(bool normalize, double expected)
    {
        using var model = new MaskedAutoencoder(Tiny with { ImageSize = 4, TokenSize = 2, NormalizePixelLoss = normalize });
        var images = Tensor.From([1f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20], 1, 1, 4, 4);
        var prediction = Tensor.From(Enumerable.Range(0, 16).Select(i => (i * 0.25f) - 1).ToArray(), 1, 4, 4);
        Assert.Equal(expected, model.Loss(images, prediction, model.CreateMask(1)).Item(), 1e-5 * expected);
    }

    [Fact]
    public void What_is_hidden_does_not_reach_the_prediction()
    {
        using var model = new MaskedAutoencoder(Tiny);
        using var noGrad = new NoGradScope();
        var images = Tensor.Randn([1, 1, 16, 16]);
        var hidden = Patches.Unpatchify(model.CreateMask(1).Hidden.Unsqueeze(-1).Repeat(1, 1, 16), 4, 1);
        var first = model.Forward(images).Prediction.ToArray<float>();
        Assert.Equal(first, model.Forward(images + (hidden * 100)).Prediction.ToArray<float>());
        Assert.NotEqual(first, model.Forward(images + ((1 - hidden) * 0.1)).Prediction.ToArray<float>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reconstructions_keep_the_visible_and_show_the_predicted(bool normalize)
    {
        using var model = new MaskedAutoencoder(Tiny with { Channels = 2, NormalizePixelLoss = normalize });
        var images = (Tensor.Randn([2, 2, 16, 16]) * 3) + 1;
        var mask = model.CreateMask(2);
        var perfect = Patches.Patchify(images, 4);
        if (normalize)
            perfect = Patches.Normalize(perfect);
        var shown = model.ReconstructionImages(images, new MaskedAutoencoderOutput(Tensor.Zeros([]), perfect, mask));
        Compare.RelativeToLargest(images.ToArray<float>(), shown.Prediction.ToArray<float>(), 1e-5, "prediction");
        Compare.RelativeToLargest(images.ToArray<float>(), shown.Reconstruction.ToArray<float>(), 1e-5, "reconstruction");
        var hidden = Patches.Unpatchify(mask.Hidden.Unsqueeze(-1).Repeat(1, 1, 32), 4, 2);
        Assert.Equal((images * (1 - hidden)).ToArray<float>(), shown.Masked.ToArray<float>());
        Assert.False(shown.Prediction.RequiresGrad);
    }

    [Theory]
    [InlineData(MaskKind.Grid, false)]
    [InlineData(MaskKind.Random, true)]
    public void Gradients_agree_with_differences(MaskKind mask, bool normalize)
    {
        using var model = GradientCheck.ToDouble(new MaskedAutoencoder(Tiny with { Mask = mask, NormalizePixelLoss = normalize }));
        var images = Tensor.Randn([2, 1, 16, 16]).To(ScalarType.Float64);
        var noise = Tensor.Rand([2, 16]);
        var drawn = model.CreateMask(2, noise);
        var fixedMask = new TokenMask(drawn.Hidden.To(ScalarType.Float64), drawn.IdsKeep, drawn.IdsRestore);
        GradientCheck.Run(model, () => model.Loss(images, model.Decode(model.Encode(images, fixedMask), fixedMask), fixedMask), elementsPerParameter: 2);
    }

    [Fact]
    public void Passes_without_a_scope_outside_leave_only_their_results()
    {
        _scope.Dispose();
        using var model = new MaskedAutoencoder(Tiny);
        using var images = Tensor.Randn([2, 1, 16, 16]);
        var before = LiveTensors.Count();
        for (var i = 0; i < 3; i++)
        {
            // A graph, where one is made, holds tensors of its own until the output goes.
            using var noGrad = i > 0 ? new NoGradScope() : null;
            using var output = model.Forward(images);
            using var shown = model.ReconstructionImages(images, output);
            if (i > 0)
                Assert.Equal(before + 8, Tensor.AliveCount);
        }

        Assert.Equal(before, Tensor.AliveCount);
    }

    [Fact]
    public void First_weights_are_drawn_as_in_the_reference()
    {
        using var model = new MaskedAutoencoder(Tiny with { EmbedDim = 128 });
        var state = model.State().ToDictionary(t => t.Name, t => t.Tensor.ToArray<float>());
        Assert.InRange(state["patch_embed.proj.weight"].Max(Math.Abs), 0.95 * Math.Sqrt(6.0 / (128 + 16)), Math.Sqrt(6.0 / (128 + 16)));
        Assert.InRange(state["patch_embed.proj.bias"].Max(Math.Abs), 0.9 / 4, 1.0 / 4);
        Assert.Equal(0.02, Math.Sqrt(state["cls_token"].Average(v => (double)v * v)), 0.005);
        Assert.NotEqual(0, state["mask_token"][0]);
        Assert.All(state["blocks.0.mlp.fc1.bias"], v => Assert.Equal(0, v));
    }

    [Fact]
    public void The_pre_training_template_asks_for_heads_that_do_not_fit()
    {
        var error = Assert.Throws<InputException>(() => new MaskedAutoencoder(new MaskedAutoencoderOptions { DecoderHeads = 12 }));
        Assert.Contains("The 12 decoder heads (MODEL.MAE_DEC_NUM_HEADS) do not divide the decoder's width (MODEL.MAE_DEC_HIDDEN_SIZE), 512", error.Message);
        Assert.Contains("8 and 16", error.Message);
    }

    [Fact]
    public void Contradictions_are_refused()
    {
        Assert.Contains("0.0625", Assert.Throws<InputException>(() => new MaskedAutoencoder(Tiny with { Mask = MaskKind.Random, MaskRatio = 0.99 })).Message);
        Assert.Contains("MAE_MASK_RATIO", Assert.Throws<InputException>(() => new MaskedAutoencoder(Tiny with { Mask = MaskKind.Random, MaskRatio = double.NaN })).Message);
        Assert.Contains("one token", Assert.Throws<InputException>(() => new MaskedAutoencoder(Tiny with { TokenSize = 16 })).Message);
        Assert.Contains("not a multiple", Assert.Throws<InputException>(() => new MaskedAutoencoder(Tiny with { ImageSize = 18 })).Message);
        Assert.Contains("MAE_DEC_MLP_DIMS", Assert.Throws<InputException>(() => new MaskedAutoencoder(Tiny with { DecoderMlpDim = 0 })).Message);
        using var model = new MaskedAutoencoder(Tiny with { DecoderMlpDim = 7 });
        Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, 1, 16, 8])));
    }
}
