using System.Numerics;

namespace Luciole.Configuration;

/// <summary>The network must be buildable. Always checked, also when a checkpoint will be loaded.</summary>
internal static class ModelRules
{
    public static void Check(LucioleConfiguration configuration, ConfigurationRules rules, bool networkOnly)
    {
        var model = configuration.Model;
        CheckWorkflow(configuration, rules);
        switch (model.Architecture)
        {
            case Architecture.Unetr:
                CheckTransformer(configuration, rules, networkOnly);
                CheckUnetr(model, rules);
                break;
            case Architecture.MaskedAutoencoder:
                CheckTransformer(configuration, rules, networkOnly);
                CheckMaskedAutoencoder(model, rules, networkOnly);
                break;
            default:
                CheckUnet(configuration, rules);
                break;
        }

        var address = configuration.Paths.CheckpointFile;
        if (address is not null && address.Contains("://", StringComparison.Ordinal))
            rules.Refuse("PATHS.CHECKPOINT_FILE", $"is the address {address}; download the file and give its path");
    }

    private static void CheckWorkflow(LucioleConfiguration configuration, ConfigurationRules rules)
    {
        var isMae = configuration.Model.Architecture == Architecture.MaskedAutoencoder;
        if (configuration.Problem.Workflow == Workflow.SelfSupervised)
        {
            if (configuration.Problem.PretextTask != PretextTask.Masking)
                rules.RefuseEither("PROBLEM.SELF_SUPERVISED.PRETEXT_TASK", "PROBLEM.TYPE", "is crappify (BiaPy's default), which Luciole does not do; write masking");
            if (!isMae)
                rules.RefuseEither("MODEL.ARCHITECTURE", "PROBLEM.TYPE", "must be mae when PROBLEM.TYPE is SELF_SUPERVISED");
        }
        else if (isMae)
        {
            rules.RefuseEither("MODEL.ARCHITECTURE", "PROBLEM.TYPE", "is mae, which is for PROBLEM.TYPE: SELF_SUPERVISED; for IMAGE_TO_IMAGE write unetr or attention_unet");
        }
    }

    private static void CheckTransformer(LucioleConfiguration configuration, ConfigurationRules rules, bool networkOnly)
    {
        var (model, patch) = (configuration.Model, configuration.Data.PatchSize);
        if (patch.Height != patch.Width)
            rules.Refuse("DATA.PATCH_SIZE", $"is {patch.Height} x {patch.Width}, but transformers here take square patches; write ({patch.Height}, {patch.Height}, {patch.Channels}) or ({patch.Width}, {patch.Width}, {patch.Channels})");
        if (patch.Height % model.TokenSize != 0)
            rules.RefuseEither("DATA.PATCH_SIZE", "MODEL.VIT_TOKEN_SIZE", $"is {patch.Height} pixels wide, but must be a multiple of MODEL.VIT_TOKEN_SIZE ({model.TokenSize}); {NearestValues.Multiples(model.TokenSize, patch.Height)}");
        CheckHeads(rules, "MODEL.VIT_NUM_HEADS", model.Heads, "MODEL.VIT_EMBED_DIM", model.EmbedDim);
        CheckMlp(rules, model.EmbedDim, model.MlpRatio);
        // Weights bring their own position embedding, so this is no reason to refuse a checkpoint.
        if (!networkOnly && model.PositionEmbedding == PositionEmbedding.SineCosine && model.EmbedDim % 4 != 0)
            rules.Refuse("MODEL.VIT_EMBED_DIM", $"is {model.EmbedDim}, but a sine-cosine position embedding needs a multiple of 4; {NearestValues.Multiples(4, model.EmbedDim)}, or write MODEL.VIT_POSITION_EMBEDDING: learnt");
        if (model.DropoutValues.Count != 1)
            rules.Refuse("MODEL.DROPOUT_VALUES", $"has {model.DropoutValues.Count} values, but {(model.Architecture == Architecture.Unetr ? "unetr" : "mae")} takes one; write [{PythonText.OfDouble(model.DropoutValues.Max())}]");
    }

    private static void CheckHeads(ConfigurationRules rules, string key, int heads, string widthKey, int width)
    {
        if (width % heads != 0)
            rules.RefuseEither(key, widthKey, $"is {heads}, but must divide {widthKey} ({width}); {NearestValues.Divisors(width, heads)}");
    }

    private static void CheckMlp(ConfigurationRules rules, int width, double ratio)
    {
        if (width * ratio is < 1 or > 1 << 20)
            rules.Refuse("MODEL.VIT_MLP_RATIO", $"is {PythonText.OfDouble(ratio)}, which makes perceptrons of width {width * ratio:F0}; {(width * ratio < 1 ? $"the smallest is {PythonText.OfDouble(1.0 / width)}" : $"the largest is {PythonText.OfDouble(Math.Floor((1 << 20) / (double)width))}")}");
    }

    private static void CheckUnetr(ModelSettings model, ConfigurationRules rules)
    {
        if (model.TokenSize < 2 || !BitOperations.IsPow2(model.TokenSize))
            rules.Refuse("MODEL.VIT_TOKEN_SIZE", $"is {model.TokenSize}, but unetr needs a power of two; {NearestValues.PowersOfTwo(model.TokenSize)}");
        var skips = BitOperations.Log2((uint)model.TokenSize) - 1;
        if ((long)model.SkipInterval * skips > model.Layers)
        {
            var largest = model.Layers / skips;
            rules.RefuseEither("MODEL.UNETR_VIT_HIDD_MULT", "MODEL.VIT_NUM_LAYERS", $"is {model.SkipInterval}, which takes the deepest of {skips} skips from layer {(long)model.SkipInterval * skips}, but the transformer has {model.Layers} layers; write {(largest >= 1 ? $"at most {largest}, or " : "")}MODEL.VIT_NUM_LAYERS: {(long)model.SkipInterval * skips}");
        }

        CheckOdd(rules, "MODEL.UNETR_DEC_KERNEL_SIZE", model.DecoderKernelSize);
        if ((long)model.DecoderFilters << skips > 1 << 20)
            rules.Refuse("MODEL.UNETR_VIT_NUM_FILTERS", $"is {model.DecoderFilters}, which makes {(long)model.DecoderFilters << skips} channels at the deepest level; write at most {(1 << 20) >> skips}");
        if (model.Normalization == NormalizationLayer.Group && model.DecoderFilters % 16 != 0)
            rules.RefuseEither("MODEL.UNETR_VIT_NUM_FILTERS", "MODEL.NORMALIZATION", $"is {model.DecoderFilters}, but group normalisation (MODEL.NORMALIZATION: gn) needs a multiple of 16; {NearestValues.Multiples(16, model.DecoderFilters)}");
    }

    private static void CheckMaskedAutoencoder(ModelSettings model, ConfigurationRules rules, bool networkOnly)
    {
        CheckHeads(rules, "MODEL.MAE_DEC_NUM_HEADS", model.DecoderHeads, "MODEL.MAE_DEC_HIDDEN_SIZE", model.DecoderEmbedDim);
        if (!networkOnly && model.PositionEmbedding == PositionEmbedding.SineCosine && model.DecoderEmbedDim % 4 != 0)
            rules.Refuse("MODEL.MAE_DEC_HIDDEN_SIZE", $"is {model.DecoderEmbedDim}, but a sine-cosine position embedding needs a multiple of 4; {NearestValues.Multiples(4, model.DecoderEmbedDim)}");
        if (model.MaskType == MaskType.Random && model.MaskRatio is 0 or 1)
            rules.Refuse("MODEL.MAE_MASK_RATIO", $"is {model.MaskRatio}, which hides {(model.MaskRatio == 0 ? "nothing" : "everything")}; write a number between 0 and 1, such as 0.75");
    }

    private static void CheckUnet(LucioleConfiguration configuration, ConfigurationRules rules)
    {
        var (model, patch) = (configuration.Model, configuration.Data.PatchSize);
        if (model.FeatureMaps.Count is < 3 or > 16)
            rules.Refuse("MODEL.FEATURE_MAPS", $"has {model.FeatureMaps.Count} levels, but a U-Net takes 3 to 16; write for instance [16, 32, 64]");
        if (model.DropoutValues.Count != model.FeatureMaps.Count)
            rules.RefuseEither("MODEL.DROPOUT_VALUES", "MODEL.FEATURE_MAPS", $"has {model.DropoutValues.Count} values, but MODEL.FEATURE_MAPS has {model.FeatureMaps.Count} levels; give one value per level");
        CheckOdd(rules, "MODEL.KERNEL_SIZE", model.KernelSize);
        var factor = 1 << (model.FeatureMaps.Count - 1);
        foreach (var side in new[] { patch.Height, patch.Width })
        {
            if (side % factor != 0)
                rules.RefuseEither("DATA.PATCH_SIZE", "MODEL.FEATURE_MAPS", $"is {patch.Height} x {patch.Width}, but {model.FeatureMaps.Count} levels halve it {model.FeatureMaps.Count - 1} times, so both must be multiples of {factor}; for {side} {NearestValues.Multiples(factor, side)}");
        }

        if (model.Normalization == NormalizationLayer.Group && model.FeatureMaps.Any(f => f % 16 != 0))
            rules.RefuseEither("MODEL.FEATURE_MAPS", "MODEL.NORMALIZATION", "must be multiples of 16 for group normalisation (MODEL.NORMALIZATION: gn)");
    }

    private static void CheckOdd(ConfigurationRules rules, string key, int size)
    {
        if (size % 2 == 0)
            rules.Refuse(key, $"is {size}, but must be odd; {NearestValues.Odd(size)}");
    }
}
