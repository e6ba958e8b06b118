using System.Globalization;
using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>Where a run puts its files: BiaPy's layout, <c>result_dir/name/...</c>, shared by all run numbers of a name.</summary>
public sealed class JobFolder
{
    private readonly PathSettings _paths;
    private readonly LogSettings _log;

    /// <summary>The folder of one run; nothing is created yet.</summary>
    /// <exception cref="InputException">The name is no folder's name.</exception>
    public JobFolder(string resultDirectory, string name, int runId, PathSettings paths, LogSettings log)
    {
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal) || name is "." or "..")
            throw new InputException($"--name {name}: a job's name is one folder's name; choose one without '/'.");
        _paths = paths;
        _log = log;
        Id = $"{name}_{runId.ToString(CultureInfo.InvariantCulture)}";
        Root = Path.Combine(resultDirectory, name);
    }

    /// <summary>Name and run number, which begin the files' names.</summary>
    public string Id { get; }

    /// <summary><c>result_dir/name</c>.</summary>
    public string Root { get; }

    /// <summary>Copies of configurations.</summary>
    public string ConfigurationFiles => Path.Combine(Root, "config_files");

    /// <summary>Predictions.</summary>
    public string PerImage => _paths.PerImageFolder ?? Path.Combine(Results, "per_image");

    /// <summary>Results of this run.</summary>
    public string Results => _paths.ResultFolder ?? Path.Combine(Root, "results", Id);

    /// <summary>Pictures of a masked autoencoder's reconstructions.</summary>
    public string Reconstructions => _paths.ReconstructionsFolder ?? Path.Combine(Results, "MAE_checks");

    /// <summary>The charts of the training.</summary>
    public string Charts => _paths.ChartsFolder ?? Path.Combine(Results, "charts");

    /// <summary>TensorBoard's event files.</summary>
    public string TensorBoardEvents => _log.TensorBoardFolder ?? Path.Combine(Results, "tensorboard");

    /// <summary>The epochs of the training as a table.</summary>
    public string TrainingTable => Path.Combine(Results, "training_log.csv");

    /// <summary>All settings of the run as a table.</summary>
    public string SettingsTable => Path.Combine(Results, "settings.txt");

    /// <summary>All parameters of the network as a table.</summary>
    public string ParameterTable => Path.Combine(Results, "parameters.txt");

    /// <summary>The folder of the checkpoints.</summary>
    public string Checkpoints => _paths.CheckpointFolder ?? Path.Combine(Root, "checkpoints");

    /// <summary>Which samples were left out, and why.</summary>
    public string FilteredSamples => _paths.FilteredSamplesFolder ?? Path.Combine(Results, "filtering_information");

    /// <summary>The checkpoint with the lowest validation loss.</summary>
    public string BestCheckpoint => Path.Combine(Checkpoints, $"{Id}-checkpoint-best.pth");

    /// <summary>The log of a training begun at <paramref name="start"/>, one JSON object a line.</summary>
    public string TrainingLog(DateTime start) => Path.Combine(
        _log.LogFolder ?? Path.Combine(Root, "train_logs"), string.Create(CultureInfo.InvariantCulture, $"{_log.FilePrefix ?? Id}_log_{start:yyyy_MM_dd_HH_mm_ss}.txt"));

    /// <summary>The checkpoint after epoch <paramref name="epoch"/> (from 1).</summary>
    public string EpochCheckpoint(int epoch) => Path.Combine(Checkpoints, $"{Id}-checkpoint-{epoch.ToString(CultureInfo.InvariantCulture)}.pth");

    /// <summary>The state that training reached last, complete enough to go on from it.</summary>
    public string LastState => Path.Combine(Checkpoints, $"{Id}-checkpoint-last.pth");

    /// <summary>The last state, or, in the job folders of BiaPy, the numbered checkpoint with the highest number; null where there is neither.</summary>
    public string? LastCheckpoint()
    {
        if (File.Exists(LastState))
            return LastState;
        if (!Directory.Exists(Checkpoints))
            return null;
        var prefix = $"{Id}-checkpoint-";
        return Directory.EnumerateFiles(Checkpoints, prefix + "*.pth")
            .Select(path => (Path: path, Number: int.TryParse(Path.GetFileNameWithoutExtension(path)[prefix.Length..], out var n) ? n : -1))
            .Where(c => c.Number >= 0)
            .OrderByDescending(c => c.Number)
            .Select(c => c.Path)
            .FirstOrDefault();
    }

    /// <summary>Deletes what writers that were killed left half-written among the checkpoints.</summary>
    public void RemoveUnfinished()
    {
        if (Directory.Exists(Checkpoints))
            AtomicFile.RemoveUnfinished(Checkpoints);
    }

    /// <summary>
    /// Puts the last and the best state of an earlier training aside, as <c>...-last.previous.pth</c> and <c>...-best.previous.pth</c>, so that
    /// nothing of it is taken for the present one's.
    /// </summary>
    public void PutEarlierStatesAside()
    {
        foreach (var path in new[] { LastState, BestCheckpoint }.Where(File.Exists))
            File.Move(path, Path.ChangeExtension(path, ".previous.pth"), overwrite: true);
    }

    /// <summary>The checkpoint that a run starts from or tests: the one it names, else the job's own best or last.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="mend">What to do when it is not there, for the message.</param>
    /// <exception cref="InputException">There is no such checkpoint.</exception>
    public string RequireCheckpoint(LucioleConfiguration configuration, string mend)
    {
        var path = configuration.Paths.CheckpointFile
            ?? (configuration.Model.CheckpointChoice == CheckpointChoice.BestOnValidation ? BestCheckpoint : LastCheckpoint());
        return path is not null && File.Exists(path) ? path : throw new InputException($"{path ?? BestCheckpoint}: no such checkpoint; {mend}.");
    }
}
