namespace Luciole.Configuration;

/// <summary>The keys that are accepted and not acted upon. Every other key is honoured, or refused where it asks for something.</summary>
public static class IdleKeys
{
    private const string NotWritten = "these files are not written in this version";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IdleKey> All { get; } =
    [
        Missed("PATHS.FIL_SAMPLES_DIR", NotWritten),
        Harmless("TEST.METRICS", "PCC, SSIM, MAE, MSE and PSNR are always measured"),
        Harmless("TEST.REDUCE_MEMORY", "memory is bounded in any case, and tiles are merged in single precision"),
        Harmless("TEST.VERBOSE", "every image is logged"),
        Harmless("TRAIN.VERBOSE", "there is one level of detail"),
        Harmless("AUGMENTOR.SHUFFLE_VAL_DATA_EACH_EPOCH", "the validation loss does not depend on the order"),
        Harmless("DATA.TRAIN.IN_MEMORY", "decoded images are kept as far as the memory goes"),
        Harmless("DATA.VAL.IN_MEMORY", "decoded images are kept as far as the memory goes"),
        Harmless("DATA.TEST.CHECK_DATA", "each image is checked when its turn comes, and a damaged one does not keep the others waiting"),
        Harmless("DATA.PREPROCESS.GAUSSIAN_BLUR.CHANNEL_AXIS", "each channel is blurred by itself"),
        Harmless("DATA.VAL.DIST_EVAL", "there is one process in this version"),
        Harmless("SYSTEM.PIN_MEM", "batches are copied from ordinary memory"),
        Harmless("MODEL.N_CLASSES", "the output has the channels of PATCH_SIZE"),
    ];

    /// <summary>The same by name.</summary>
    public static IReadOnlyDictionary<string, IdleKey> ByName { get; } = All.ToDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>One sentence for each key of a configuration that is set to something which its owner will miss.</summary>
    public static IEnumerable<string> MissedIn(LucioleConfiguration configuration) =>
        from idle in All
        where idle.IsMissed
        let key = ConfigurationSchema.ByName[idle.Name]
        where key.TextIn(configuration) != key.Default
        select $"{idle.Name}: {key.TextIn(configuration)} has no effect ({idle.Reason})";

    private static IdleKey Missed(string name, string reason) => new(name, reason, IsMissed: true);

    private static IdleKey Harmless(string name, string reason) => new(name, reason, IsMissed: false);
}
