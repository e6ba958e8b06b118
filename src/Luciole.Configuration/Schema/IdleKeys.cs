namespace Luciole.Configuration;

/// <summary>The keys that are accepted and not acted upon. Every other key is honoured, or refused where it asks for something.</summary>
public static class IdleKeys
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IdleKey> All { get; } =
    [
        new("TEST.METRICS", "PCC, SSIM, MAE, MSE and PSNR are always measured"),
        new("TEST.REDUCE_MEMORY", "memory is bounded in any case, and tiles are merged in single precision"),
        new("TEST.VERBOSE", "every image is logged"),
        new("TRAIN.VERBOSE", "there is one level of detail"),
        new("AUGMENTOR.SHUFFLE_VAL_DATA_EACH_EPOCH", "the validation loss does not depend on the order"),
        new("DATA.TRAIN.IN_MEMORY", "decoded images are kept as far as the memory goes"),
        new("DATA.VAL.IN_MEMORY", "decoded images are kept as far as the memory goes"),
        new("DATA.TEST.CHECK_DATA", "each image is checked when its turn comes, and a damaged one does not keep the others waiting"),
        new("DATA.PREPROCESS.GAUSSIAN_BLUR.CHANNEL_AXIS", "each channel is blurred by itself"),
        new("MODEL.N_CLASSES", "the output has the channels of PATCH_SIZE"),
    ];

    /// <summary>The same by name.</summary>
    public static IReadOnlyDictionary<string, IdleKey> ByName { get; } = All.ToDictionary(k => k.Name, StringComparer.Ordinal);
}
