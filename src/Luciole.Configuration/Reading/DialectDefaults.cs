namespace Luciole.Configuration;

/// <summary>The only place where the dialect decides: defaults that differ between BiaPy's releases, and keys that BiaPy has but never reads.</summary>
internal sealed class DialectDefaults(ConfigurationDialect dialect, IReadOnlySet<string> given, Action<string, string, string, string> note)
{
    // Constants in BiaPy's code, whatever the configuration says.
    private const int ReferenceDecoderEmbedDim = 512;
    private const int ReferenceDecoderLayers = 8;
    private const int ReferenceDecoderHeads = 16;
    private const double ReferenceUnetrEpsilon = 1e-5;
    private const double ReferenceMaskedAutoencoderEpsilon = 1e-6;
    private const string NeverRead = "BiaPy never reads this key and always uses that value; LUCIOLE.DIALECT: luciole-1 honours the key";

    public LucioleConfiguration Apply(LucioleConfiguration configuration) =>
        Resolve(configuration with { Loss = Loss(configuration), Data = Data(configuration), Model = Model(configuration) });

    private LossSettings Loss(LucioleConfiguration configuration)
    {
        var loss = configuration.Loss;
        if (configuration.Problem.Workflow == Workflow.SelfSupervised)
        {
            if (given.Contains("LOSS.TYPE") && loss.Type != LossType.MeanSquaredError)
                note("LOSS.TYPE", "LOSS.TYPE: " + Choices.LossType.Write(loss.Type), "", "the masked autoencoder has its own loss");
            return loss with { Type = LossType.MeanSquaredError };
        }

        if (given.Contains("LOSS.TYPE") || dialect != ConfigurationDialect.BiaPy34)
            return loss;
        note("LOSS.TYPE", "", "LOSS.TYPE: MSE", "the loss of BiaPy 3.4; 3.5 would take MAE");
        return loss with { Type = LossType.MeanSquaredError };
    }

    private DataSettings Data(LucioleConfiguration configuration)
    {
        var data = configuration.Data;
        if (!configuration.Problem.MultipleRawsPerTarget || given.Contains("DATA.TRAIN.RAWS_PER_TARGET") || dialect != ConfigurationDialect.BiaPy34)
            return data;
        note("DATA.TRAIN.RAWS_PER_TARGET", "", "DATA.TRAIN.RAWS_PER_TARGET: one", "an epoch of BiaPy 3.4 takes one random raw image per target; 3.5 would take all");
        return data with { Train = data.Train with { RawsPerTarget = RawsPerTarget.One } };
    }

    private ModelSettings Model(LucioleConfiguration configuration)
    {
        var model = configuration.Model;
        var isMae = model.Architecture == Architecture.MaskedAutoencoder;
        if (dialect == ConfigurationDialect.Luciole)
            return given.Contains("MODEL.MAE_DEC_MLP_DIMS") ? model : model with { DecoderMlpDim = WidthOf(model.DecoderEmbedDim, model) };

        var reference = model with
        {
            LayerNormEpsilon = model.Architecture == Architecture.Unetr ? ReferenceUnetrEpsilon : ReferenceMaskedAutoencoderEpsilon,
            DecoderEmbedDim = ReferenceDecoderEmbedDim,
            DecoderLayers = ReferenceDecoderLayers,
            DecoderHeads = ReferenceDecoderHeads,
            DecoderMlpDim = WidthOf(ReferenceDecoderEmbedDim, model),
        };
        if (model.Architecture != Architecture.AttentionUnet)
            NoteChange("MODEL.VIT_NORM_EPS", model.LayerNormEpsilon, reference.LayerNormEpsilon);
        if (isMae)
        {
            NoteChange("MODEL.MAE_DEC_HIDDEN_SIZE", model.DecoderEmbedDim, reference.DecoderEmbedDim);
            NoteChange("MODEL.MAE_DEC_NUM_LAYERS", model.DecoderLayers, reference.DecoderLayers);
            NoteChange("MODEL.MAE_DEC_NUM_HEADS", model.DecoderHeads, reference.DecoderHeads);
            NoteChange("MODEL.MAE_DEC_MLP_DIMS", model.DecoderMlpDim, reference.DecoderMlpDim);
        }

        return reference;
    }

    // Not the dialect's doing: short forms of the same thing, which BiaPy fills in too.
    private static LucioleConfiguration Resolve(LucioleConfiguration configuration)
    {
        var model = configuration.Model;
        if (model.DropoutValues.All(v => v == 0))
        {
            var count = model.Architecture == Architecture.AttentionUnet ? model.FeatureMaps.Count : 1;
            configuration = configuration with { Model = model with { DropoutValues = new double[count] } };
        }

        if (configuration.Data.Train.Resolution is [-1])
            configuration = configuration with { Data = configuration.Data with { Train = configuration.Data.Train with { Resolution = [1, 1] } } };
        return configuration;
    }

    private static int WidthOf(int embedDim, ModelSettings model) => (int)Math.Clamp(embedDim * model.MlpRatio, 1, int.MaxValue);

    private void NoteChange(string key, double asked, double used)
    {
        if (given.Contains(key) && asked != used)
            note(key, $"{key}: {Shown(asked)}", Shown(used), NeverRead);
    }

    private static string Shown(double value) => value >= 1 ? $"{value}" : PythonText.OfDouble(value);
}
