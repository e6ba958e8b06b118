using Luciole.Configuration;

namespace Luciole.Workflows;

/// <summary>The arguments that BiaPy would build a configuration's network with (<c>model_build_kwargs</c>), as plain values.</summary>
/// <remarks>
/// By the names of BiaPy 3.5.12's constructors. Two arguments of its masked autoencoder are Python objects and left out:
/// <c>norm_layer</c> and <c>device</c>. BiaPy writes these arguments and builds networks from <c>cfg</c>.
/// </remarks>
internal static class BuildArguments
{
    // The keys are those of the section MODEL.
    private static readonly (string Argument, string Key)[] s_unetr =
    [
        ("patch_size", "VIT_TOKEN_SIZE"),
        ("embed_dim", "VIT_EMBED_DIM"),
        ("depth", "VIT_NUM_LAYERS"),
        ("num_heads", "VIT_NUM_HEADS"),
        ("mlp_ratio", "VIT_MLP_RATIO"),
        ("num_filters", "UNETR_VIT_NUM_FILTERS"),
        ("decoder_activation", "UNETR_DEC_ACTIVATION"),
        ("ViT_hidd_mult", "UNETR_VIT_HIDD_MULT"),
        ("normalization", "NORMALIZATION"),
        ("k_size", "UNETR_DEC_KERNEL_SIZE"),
    ];

    private static readonly (string Argument, string Key)[] s_maskedAutoencoder =
    [
        ("patch_size", "VIT_TOKEN_SIZE"),
        ("embed_dim", "VIT_EMBED_DIM"),
        ("depth", "VIT_NUM_LAYERS"),
        ("num_heads", "VIT_NUM_HEADS"),
        ("decoder_embed_dim", "MAE_DEC_HIDDEN_SIZE"),
        ("decoder_depth", "MAE_DEC_NUM_LAYERS"),
        ("decoder_num_heads", "MAE_DEC_NUM_HEADS"),
        ("mlp_ratio", "VIT_MLP_RATIO"),
        ("masking_type", "MAE_MASK_TYPE"),
        ("mask_ratio", "MAE_MASK_RATIO"),
    ];

    private static readonly (string Argument, string Key)[] s_attentionUnet =
    [
        ("activation", "ACTIVATION"),
        ("feature_maps", "FEATURE_MAPS"),
        ("drop_values", "DROPOUT_VALUES"),
        ("normalization", "NORMALIZATION"),
        ("k_size", "KERNEL_SIZE"),
        ("upsample_layer", "UPSAMPLE_LAYER"),
    ];

    /// <summary>The arguments of the network that a configuration describes.</summary>
    public static IReadOnlyDictionary<string, object?> Of(LucioleConfiguration configuration)
    {
        var (model, patch) = (configuration.Model, configuration.Data.PatchSize);
        object?[] shape = [(long)patch.Height, (long)patch.Width, (long)patch.Channels];
        List<object?> channels = [(long)patch.Channels];
        (string, object?)[] more = model.Architecture switch
        {
            Architecture.Unetr => [("input_shape", shape), ("output_channels", channels), ("dropout", model.DropoutValues.Count == 0 ? 0.0 : model.DropoutValues[0])],
            Architecture.MaskedAutoencoder => [("img_size", (long)patch.Height), ("in_chans", (long)patch.Channels), ("ndim", 2L)],
            _ => [("image_shape", shape), ("z_down", Halvings(model.FeatureMaps.Count - 1)), ("output_channels", channels)],
        };
        var named = model.Architecture switch
        {
            Architecture.Unetr => s_unetr,
            Architecture.MaskedAutoencoder => s_maskedAutoencoder,
            _ => s_attentionUnet,
        };
        var settings = (Dictionary<string, object?>)ConfigurationWriter.ToDictionary(configuration)["MODEL"]!;
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in more)
            arguments[name] = value;
        foreach (var (name, key) in named)
            arguments[name] = settings[key];
        return arguments;
    }

    private static List<object?> Halvings(int levels) => [.. Enumerable.Repeat<object?>(2L, levels)];
}
