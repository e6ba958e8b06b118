using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>What a training begins with: random numbers, the weights of a checkpoint, or the whole state of a training that goes on.</summary>
internal sealed class StartingPoint : IDisposable
{
    private StartingPoint(LucioleConfiguration configuration, PyTorchCheckpoint? weights, PyTorchCheckpoint? state)
    {
        Configuration = configuration;
        Weights = weights;
        State = state;
    }

    /// <summary>The run's configuration, with the network of the checkpoint where it is taken over.</summary>
    public LucioleConfiguration Configuration { get; }

    /// <summary>The checkpoint whose weights a new training begins with, or null.</summary>
    public PyTorchCheckpoint? Weights { get; }

    /// <summary>The checkpoint whose training goes on, or null.</summary>
    public PyTorchCheckpoint? State { get; }

    /// <summary>Finds it: the job's last state when <paramref name="resume"/> is set and there is one, else what the configuration names.</summary>
    /// <exception cref="InputException">The checkpoint is missing, or does not fit the configuration.</exception>
    public static StartingPoint Find(ConfigurationResult run, JobFolder job, bool resume, IRunLog log)
    {
        if (resume && job.LastCheckpoint() is { } last)
            return Resume(run, last, log);
        if (resume)
            log.Note($"--resume: there is no state in {Path.GetDirectoryName(job.LastState)} yet; training begins");
        else if (job.LastCheckpoint() is { } earlier)
            log.Note($"{earlier} is of an earlier training and is put aside (.previous.pth); --resume would go on with it");

        var model = run.Configuration.Model;
        if (!model.LoadCheckpoint)
            return new StartingPoint(run.Configuration, null, null);
        var path = job.RequireCheckpoint(run.Configuration, "give PATHS.CHECKPOINT_FILE, or set MODEL.LOAD_CHECKPOINT: False to train from scratch");
        if (!model.LoadOnlyWeights)
            return Resume(run, path, log);
        var checkpoint = PyTorchCheckpoint.Open(path);
        try
        {
            var adopted = TrainedModel.Adopt(run, checkpoint);
            foreach (var note in adopted.Notes.Skip(run.Notes.Count))
                log.Note(note.ToString());
            return new StartingPoint(adopted.Configuration, checkpoint, null);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Weights?.Dispose();
        State?.Dispose();
    }

    private static StartingPoint Resume(ConfigurationResult run, string path, IRunLog log)
    {
        var checkpoint = PyTorchCheckpoint.Open(path);
        try
        {
            if (!TrainingState.IsIn(checkpoint) || checkpoint.Configuration is not { } inside)
                throw new InputException($"{path}: holds weights but not the state of a training that could go on; begin anew from its weights with PATHS.CHECKPOINT_FILE and MODEL.LOAD_CHECKPOINT: True, without --resume.");
            var begun = ConfigurationReader.FromCheckpoint(CheckpointValues.ToPlain(inside), path).Configuration;
            var configuration = ResumedConfiguration.Of(run, begun, path).Configuration;
            log.Line($"resuming {path}");
            return new StartingPoint(configuration, null, checkpoint);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }
}
