using Luciole.Files;

namespace Luciole.Configuration;

/// <summary>
/// What a run takes over from the configuration inside the checkpoint that it starts from. Where the reference replaces the whole
/// <c>MODEL</c> section, this takes what describes the network, and only when the checkpoint holds the same kind of network.
/// </summary>
public static class CheckpointModel
{
    // How to load and save is the run's business.
    private static readonly HashSet<string> OfTheRun = new(StringComparer.Ordinal)
    {
        "MODEL.LOAD_CHECKPOINT", "MODEL.LOAD_CHECKPOINT_ONLY_WEIGHTS", "MODEL.LOAD_CHECKPOINT_EPOCH", "MODEL.LOAD_MODEL_FROM_CHECKPOINT", "MODEL.SAVE_CKPT_FREQ", "MODEL.SAVE_EVERY_MINUTES",
        "MODEL.VIT_POSITION_EMBEDDING",
    };

    private static readonly string[] Encoder =
        ["MODEL.VIT_TOKEN_SIZE", "MODEL.VIT_EMBED_DIM", "MODEL.VIT_NUM_LAYERS", "MODEL.VIT_NUM_HEADS", "MODEL.VIT_MLP_RATIO"];

    /// <summary>
    /// The run's configuration with the network of the checkpoint, when <c>MODEL.LOAD_MODEL_FROM_CHECKPOINT</c> says so and the checkpoint is
    /// of the same workflow; a note tells each key that changed. For a UNETR that starts from a masked autoencoder the run's own network
    /// stays, and the two encoders must agree.
    /// </summary>
    /// <param name="run">The run, as it was read.</param>
    /// <param name="checkpoint">What <see cref="ConfigurationReader.FromCheckpoint"/> made of the checkpoint's configuration.</param>
    /// <param name="checkpointName">The checkpoint's name, for messages.</param>
    /// <exception cref="InputException">The checkpoint's network cannot serve this run.</exception>
    public static ConfigurationResult Adopt(ConfigurationResult run, LucioleConfiguration checkpoint, string checkpointName)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(checkpoint);
        var wanted = run.Configuration;
        var transfers = wanted.Model.Architecture == Architecture.Unetr && checkpoint.Model.Architecture == Architecture.MaskedAutoencoder;
        if (transfers)
        {
            RequireEqual(["DATA.PATCH_SIZE", .. Encoder], wanted, checkpoint, checkpointName);
            return run;
        }

        if (wanted.Problem.Workflow != checkpoint.Problem.Workflow)
            throw new InputException($"{checkpointName}: was trained as {Shown("PROBLEM.TYPE", checkpoint)}, which cannot start a run of {Shown("PROBLEM.TYPE", wanted)}; give another PATHS.CHECKPOINT_FILE.");
        if (!wanted.Model.ModelFromCheckpoint)
            return run;
        RequireEqual(["DATA.PATCH_SIZE"], wanted, checkpoint, checkpointName);
        var notes = new List<ConfigurationNote>(run.Notes);
        foreach (var key in ConfigurationSchema.Keys.Where(k => k.Name.StartsWith("MODEL.", StringComparison.Ordinal) && !OfTheRun.Contains(k.Name)))
        {
            var (mine, its) = (PythonText.Of(key.Get(wanted)), PythonText.Of(key.Get(checkpoint)));
            if (mine == its)
                continue;
            wanted = key.Set(wanted, RawValue.Of(key.Get(checkpoint)), out _)!;
            notes.Add(new ConfigurationNote(checkpointName, $"{key.Name}: {mine}", its, "the network is the checkpoint's; MODEL.LOAD_MODEL_FROM_CHECKPOINT: False keeps the file's"));
        }

        new ConfigurationRules(wanted, _ => checkpointName).Check(networkOnly: true);
        return run with { Configuration = wanted, Notes = notes };
    }

    private static void RequireEqual(IEnumerable<string> keys, LucioleConfiguration wanted, LucioleConfiguration checkpoint, string checkpointName)
    {
        foreach (var key in keys)
        {
            if (Shown(key, wanted) != Shown(key, checkpoint))
                throw new InputException($"{checkpointName}: was trained with {key}: {Shown(key, checkpoint)}, but the configuration has {Shown(key, wanted)}; write the checkpoint's value, or give another PATHS.CHECKPOINT_FILE.");
        }
    }

    private static string Shown(string key, LucioleConfiguration configuration) => PythonText.Of(ConfigurationSchema.ByName[key].Get(configuration));
}
