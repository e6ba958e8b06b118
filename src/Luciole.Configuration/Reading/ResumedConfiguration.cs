using Luciole.Files;

namespace Luciole.Configuration;

/// <summary>
/// The configuration of a training that goes on: what decides the numbers must be what it was begun with; paths, logs, tests and how
/// long to train may have changed.
/// </summary>
public static class ResumedConfiguration
{
    // What does not change the steps that are left, or is changed on purpose. How they are computed may depend on the machine.
    private static readonly string[] Free =
    [
        "SYSTEM.NUM_CPUS", "SYSTEM.NUM_WORKERS", "SYSTEM.DEVICE", "SYSTEM.PIN_MEM", "SYSTEM.CUDNN_AUTOTUNE", "SYSTEM.DETERMINISTIC", "SYSTEM.RANK_TIMEOUT", "PATHS.", "LOG.", "TEST.", "DATA.TEST.", "DATA.PREPROCESS.TEST",
        "MODEL.LOAD_", "MODEL.SAVE_", "MODEL.N_CLASSES", "TRAIN.EPOCHS", "TRAIN.MAX_MINUTES", "TRAIN.PATIENCE", "TRAIN.METRICS", "TRAIN.VERBOSE", "TRAIN.ENABLE", "TRAIN.PRECISION", "TRAIN.CHANNELS_LAST", "TRAIN.CUDA_GRAPH",
        "DATA.TRAIN.PATH", "DATA.TRAIN.GT_PATH", "DATA.TRAIN.IN_MEMORY", "DATA.TRAIN.CHECK_DATA", "DATA.VAL.PATH", "DATA.VAL.GT_PATH", "DATA.VAL.IN_MEMORY", "DATA.VAL.DIST_EVAL",
        "DATA.SKIP_CORRUPT", "DATA.CHECK_GENERATORS", "DATA.SAVE_FILTERED", "AUGMENTOR.AUG_", "AUGMENTOR.DRAW_GRID", "AUGMENTOR.SHUFFLE_VAL",
    ];

    /// <summary>The run's configuration with the network that the training has.</summary>
    /// <param name="run">The run, as it was read.</param>
    /// <param name="begun">The configuration inside the checkpoint.</param>
    /// <param name="checkpointName">The checkpoint's name, for messages.</param>
    /// <exception cref="InputException">A key that decides the numbers has another value now.</exception>
    public static ConfigurationResult Of(ConfigurationResult run, LucioleConfiguration begun, string checkpointName)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(begun);
        var wanted = run.Configuration;

        // A training that began from a checkpoint took its network from there.
        var adopts = wanted.Model is { LoadCheckpoint: true, ModelFromCheckpoint: true };
        foreach (var key in ConfigurationSchema.Keys.Where(k => !Array.Exists(Free, prefix => k.Name.StartsWith(prefix, StringComparison.Ordinal))))
        {
            var (mine, its) = (PythonText.Of(key.Get(wanted)), PythonText.Of(key.Get(begun)));
            if (mine == its)
                continue;
            if (!adopts || !key.Name.StartsWith("MODEL.", StringComparison.Ordinal))
            {
                throw new InputException(
                    $"{checkpointName}: the training was begun with {key.Name}: {its}, but the configuration has {mine} now; write {its} to go on with it, or start anew without --resume.");
            }

            wanted = key.Set(wanted, RawValue.Of(key.Get(begun)), out _)!;
        }

        return run with { Configuration = wanted };
    }
}
