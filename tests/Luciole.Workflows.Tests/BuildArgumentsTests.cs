using Luciole.Checkpoints;
using Luciole.Configuration;

namespace Luciole.Workflows.Tests;

public sealed class BuildArgumentsTests
{
    [Fact]
    public void A_UNETR_has_every_argument_of_BiaPy_s_constructor()
    {
        var arguments = Of("""
            PROBLEM: {TYPE: IMAGE_TO_IMAGE}
            DATA: {PATCH_SIZE: "(64, 64, 3)"}
            MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 8, VIT_EMBED_DIM: 24, VIT_NUM_LAYERS: 4, VIT_NUM_HEADS: 3, VIT_MLP_RATIO: 2.5, UNETR_VIT_NUM_FILTERS: 5,
                    UNETR_DEC_ACTIVATION: gelu, UNETR_VIT_HIDD_MULT: 2, NORMALIZATION: in, DROPOUT_VALUES: "[0.25]", UNETR_DEC_KERNEL_SIZE: 7}
            """);
        Assert.Equal(
            "ViT_hidd_mult 2, decoder_activation gelu, depth 4, dropout 0.25, embed_dim 24, input_shape (64 64 3), k_size 7, mlp_ratio 2.5, normalization in, num_filters 5, "
            + "num_heads 3, output_channels [3], patch_size 8",
            arguments);
    }

    [Fact]
    public void A_masked_autoencoder_has_the_arguments_that_are_plain_values()
    {
        var arguments = Of("""
            LUCIOLE: {DIALECT: luciole-1}
            PROBLEM: {TYPE: SELF_SUPERVISED, SELF_SUPERVISED: {PRETEXT_TASK: masking}}
            DATA: {PATCH_SIZE: "(32, 32, 1)"}
            MODEL: {ARCHITECTURE: mae, VIT_TOKEN_SIZE: 8, VIT_EMBED_DIM: 24, VIT_NUM_LAYERS: 3, VIT_NUM_HEADS: 2, VIT_MLP_RATIO: 4.0, MAE_DEC_HIDDEN_SIZE: 16,
                    MAE_DEC_NUM_LAYERS: 5, MAE_DEC_NUM_HEADS: 4, MAE_MASK_TYPE: random, MAE_MASK_RATIO: 0.75}
            """);
        Assert.Equal(
            "decoder_depth 5, decoder_embed_dim 16, decoder_num_heads 4, depth 3, embed_dim 24, img_size 32, in_chans 1, mask_ratio 0.75, masking_type random, mlp_ratio 4, ndim 2, "
            + "num_heads 2, patch_size 8",
            arguments);
    }

    [Fact]
    public void An_attention_UNet_has_every_argument_of_BiaPy_s_constructor()
    {
        var arguments = Of("""
            PROBLEM: {TYPE: IMAGE_TO_IMAGE}
            DATA: {PATCH_SIZE: "(32, 64, 2)"}
            MODEL: {ARCHITECTURE: attention_unet, FEATURE_MAPS: "[16, 32, 48]", DROPOUT_VALUES: "[0.1, 0.2, 0.3]", ACTIVATION: relu, NORMALIZATION: gn, KERNEL_SIZE: 5}
            """);
        Assert.Equal(
            "activation relu, drop_values [0.1 0.2 0.3], feature_maps [16 32 48], image_shape (32 64 2), k_size 5, normalization gn, output_channels [2], upsample_layer convtranspose, z_down [2 2]",
            arguments);
    }

    /// <summary>Checkpoints of the reference hold what it built its networks with.</summary>
    [Fact]
    public void The_reference_s_own_checkpoints_have_the_same_arguments()
    {
        foreach (var path in Directory.GetFiles(Golden.Topic("unetr"), "*.pth"))
        {
            using var checkpoint = PyTorchCheckpoint.Open(path);
            var settings = ConfigurationReader.FromCheckpoint(CheckpointValues.ToPlain(checkpoint.Configuration!), path).Configuration;
            var theirs = CheckpointValues.ToPlain((PickleDict)checkpoint["model_build_kwargs"]!);
            Assert.Equal(Text(theirs), Text(BuildArguments.Of(settings)));
        }

        foreach (var path in Directory.GetFiles(Golden.Topic("mae"), "*.pth"))
        {
            using var checkpoint = PyTorchCheckpoint.Open(path);
            var settings = ConfigurationReader.FromCheckpoint(CheckpointValues.ToPlain(checkpoint.Configuration!), path).Configuration;
            var theirs = CheckpointValues.ToPlain((PickleDict)checkpoint["model_build_kwargs"]!);
            Assert.Equal(theirs.Keys.Except(["norm_layer", "device"]).Order(StringComparer.Ordinal), BuildArguments.Of(settings).Keys.Order(StringComparer.Ordinal));
        }
    }

    private static string Of(string yaml) => Text(BuildArguments.Of(ConfigurationReader.ReadText(yaml, "test.yaml", []).Configuration));

    private static string Text(IReadOnlyDictionary<string, object?> arguments) =>
        string.Join(", ", arguments.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key} {Text(a.Value)}"));

    private static string Text(object? value) => value switch
    {
        object?[] items => $"({string.Join(' ', items.Select(Text))})",
        IEnumerable<object?> items => $"[{string.Join(' ', items.Select(Text))}]",
        _ => FormattableString.Invariant($"{value}"),
    };
}
