using Luciole.Configuration;

namespace Luciole.Workflows.Tests.ModelSets;

/// <summary>Checkpoints of networks with a few hundred parameters, each with other weights.</summary>
internal static class TinyModels
{
    public const int Patch = 16;

    private const string Settings =
        """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: IMAGE_TO_IMAGE},
        DATA: {PATCH_SIZE: "(16, 16, 1)", REFLECT_TO_COMPLETE_SHAPE: True, NORMALIZATION: {TYPE: zero_mean_unit_variance}, TRAIN: {PATH: /secret/place/x}},
        MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 4, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 1, VIT_NUM_HEADS: 2, UNETR_VIT_HIDD_MULT: 1, UNETR_VIT_NUM_FILTERS: 2, DROPOUT_VALUES: [0.0]}}
        """;

    /// <summary>Writes a checkpoint named after what it predicts.</summary>
    public static string Write(TemporaryFolder folder, string name, params string[] overrides)
    {
        var path = folder.File("checkpoints", name + ".pth");
        var configuration = ConfigurationReader.ReadText(Settings, "tiny.yaml", [$"SYSTEM.SEED={name.Sum(c => c)}", .. overrides]);
        StartingWeights.Write(configuration.Configuration, path, "0");
        return path;
    }
}
