namespace Luciole.EndToEnd.Tests;

/// <summary>Configurations of networks with a few thousand parameters, in Luciole's dialect.</summary>
internal static class TinyNetwork
{
    /// <summary>Settings that make a network of the published templates tiny.</summary>
    public static readonly string[] Shrink =
    [
        "--set", "DATA.PATCH_SIZE=(32,32,1)", "--set", "DATA.TEST.PADDING=(4,4)",
        "--set", "MODEL.VIT_TOKEN_SIZE=8", "--set", "MODEL.VIT_EMBED_DIM=16", "--set", "MODEL.VIT_NUM_LAYERS=3", "--set", "MODEL.VIT_NUM_HEADS=2",
    ];

    /// <summary>The same for what only a UNETR has.</summary>
    public static readonly string[] ShrinkDecoder =
        ["--set", "MODEL.UNETR_VIT_HIDD_MULT=1", "--set", "MODEL.UNETR_VIT_NUM_FILTERS=2", "--set", "MODEL.UNETR_DEC_KERNEL_SIZE=3"];

    /// <summary>A configuration that describes a UNETR and switches nothing on; <paramref name="more"/> is added at the end.</summary>
    public static string Unetr(string more = "") => $"""
        LUCIOLE: {"{"}DIALECT: luciole-1{"}"}
        PROBLEM:
          TYPE: IMAGE_TO_IMAGE
          NDIM: 2D
        MODEL:
          ARCHITECTURE: unetr
          VIT_TOKEN_SIZE: 8
          VIT_EMBED_DIM: 16
          VIT_NUM_LAYERS: 3
          VIT_NUM_HEADS: 2
          UNETR_VIT_HIDD_MULT: 1
          UNETR_VIT_NUM_FILTERS: 2
          UNETR_DEC_KERNEL_SIZE: 3
        {(more.Length > 0 ? more : "DATA: {PATCH_SIZE: '(32, 32, 1)', REFLECT_TO_COMPLETE_SHAPE: True, NORMALIZATION: {TYPE: zero_mean_unit_variance}}")}
        """;

    /// <summary>Writes the configuration and a checkpoint of it with random weights.</summary>
    public static string WriteCheckpoint(string path, string? configuration = null, params string[] overrides)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var yaml = Path.ChangeExtension(path, ".init.yaml");
        File.WriteAllText(yaml, configuration ?? Unetr());
        LucioleProcess.Succeed(["init", "--config", yaml, "--out", path, .. overrides]);
        return path;
    }

    /// <summary>A configuration that trains on folders of several raws for one target below <paramref name="root"/>, and predicts <c>test</c>.</summary>
    public static string Training(string root, int epochs, bool loadTargets = true, string more = "") => Unetr($"""
        DATA:
          PATCH_SIZE: (32, 32, 1)
          REFLECT_TO_COMPLETE_SHAPE: True
          EXTRACT_RANDOM_PATCH: True
          NORMALIZATION: {"{"}TYPE: zero_mean_unit_variance{"}"}
          TRAIN: {"{"}PATH: {root}/train/x, GT_PATH: {root}/train/y{"}"}
          VAL: {"{"}FROM_TRAIN: False, PATH: {root}/val/x, GT_PATH: {root}/val/y{"}"}
          TEST: {"{"}PATH: {root}/test/x, GT_PATH: {root}/test/y, LOAD_GT: {loadTargets}, PADDING: "(4, 4)"{"}"}
        TRAIN:
          ENABLE: True
          OPTIMIZER: ADAMW
          LR: 1.0e-3
          BATCH_SIZE: 4
          EPOCHS: {epochs}
        TEST:
          ENABLE: True
        LOSS: {"{"}TYPE: MSE{"}"}
        {more}
        """).Replace("NDIM: 2D", "NDIM: 2D\n  IMAGE_TO_IMAGE: {MULTIPLE_RAW_ONE_TARGET_LOADER: True}", StringComparison.Ordinal);
}
