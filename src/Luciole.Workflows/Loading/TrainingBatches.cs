using Luciole.Configuration;
using Luciole.Data.Checking;
using Luciole.Data.Loading;
using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Torch.Distributed;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>The images of a training run, found, checked and made into batches.</summary>
internal sealed class TrainingBatches
{
    private readonly SampleLoader _training;
    private readonly SampleLoader? _validation;

    private TrainingBatches(TrainingData data, SampleLoader training, SampleLoader? validation, int replicate)
    {
        (_training, _validation) = (training, validation);
        Data = data;
        Training = new LoaderBatches(training, replicate);
        Validation = validation is null ? null : new LoaderBatches(validation);
    }

    /// <summary>The samples.</summary>
    public TrainingData Data { get; }

    /// <summary>Batches to learn from.</summary>
    public IBatchSource Training { get; }

    /// <summary>Batches to measure on, or null.</summary>
    public IBatchSource? Validation { get; }

    /// <summary>Finds the images of a configuration and checks them as it says.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="job">Where records of the check go.</param>
    /// <param name="budget">The memory for decoded images.</param>
    /// <param name="cores">Physical cores.</param>
    /// <param name="onGpu">Whether the network is computed on a GPU, which leaves the cores to the loader.</param>
    /// <param name="log">Told what happens.</param>
    /// <param name="stop">Stops the check.</param>
    /// <param name="place">Which rank this is: it makes its part of every batch. Null: everything.</param>
    /// <exception cref="InputException">A folder or an image does not fit, or an image is damaged.</exception>
    /// <exception cref="OperationCanceledException">The check was stopped.</exception>
    public static TrainingBatches Prepare(LucioleConfiguration settings, JobFolder job, MemoryBudget budget, int cores, bool onGpu, IRunLog log, CancellationToken stop, RankPlace? place = null)
    {
        var data = TrainingData.Find(settings);
        foreach (var note in data.Notes)
            log.Note(note);
        log.Line(budget.ToString());
        var images = new ImageCache(ImageFile.Open, budget.Bytes);
        IReadOnlyDictionary<string, CheckedImage>? known = null;
        if (TrainingDataCheck.IsWanted(settings.Data))
        {
            // The record is shared by all run numbers of the job; what was left out belongs to the run.
            var (record, skipped) = (Path.Combine(job.Root, "checked_images.jsonl"), Path.Combine(job.Results, "skipped.csv"));
            (data, known) = new TrainingDataCheck(images, DataMapping.Check(settings.Data, cores), record, skipped, log).Run(data, stop);
        }

        var workers = LoaderThreads.Count(settings.System.LoaderWorkers, data.Training.Count, cores, onGpu);
        var share = place is null ? BatchShare.Whole : new BatchShare(place.Rank, place.Ranks);
        var training = new SampleLoader(data.Training, images, DataMapping.TrainingLoader(settings, workers, onGpu) with { Share = share }, known);
        var measured = DataMapping.ValidationLoader(settings, workers, onGpu) with { Share = settings.Data.Validation.DistributedEvaluation ? share : BatchShare.Whole };
        var validation = data.Validation.Count == 0 ? null : new SampleLoader(data.Validation, images, measured, known);
        return new TrainingBatches(data, training, validation, Math.Max(1, settings.Data.Train.Replicate));
    }

    /// <summary>The intensities of the training targets, to be stored with the weights; null in pre-training, which has none.</summary>
    public TargetStatistics? MeasureTargets() => Data.Training[0].TargetPath is null ? null : _training.MeasureTargets();

    /// <summary>
    /// Writes what a configuration wants to be looked at: samples of what augmentation does (<c>AUGMENTOR.AUG_SAMPLES</c>), and every patch
    /// of the first epoch (<c>DATA.CHECK_GENERATORS</c>).
    /// </summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="job">Where the files go.</param>
    /// <param name="log">Told what happens.</param>
    /// <param name="stop">Ends the writing.</param>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public void WriteSamples(LucioleConfiguration settings, JobFolder job, IRunLog log, CancellationToken stop)
    {
        var (augmentor, paths) = (settings.Augmentor, settings.Paths);
        if (augmentor is { WriteSamples: true, Samples: > 0 } && AugmentationMapping.Pipeline(augmentor, settings.Data.Train.Resolution) is not null)
        {
            var folder = paths.AugmentationSamplesFolder ?? Path.Combine(job.Results, "aug");
            AugmentationSamples.Write(_training, folder, augmentor.Samples, augmentor.DrawGrid, AugmentationNames.Of(augmentor));
            log.Line($"samples of what augmentation does: {folder}");
        }

        if (!settings.Data.CheckGenerators)
            return;
        var (raws, targets) = (paths.GeneratorChecksFolder ?? Path.Combine(job.Results, "gen_check"), paths.GeneratorTargetChecksFolder ?? Path.Combine(job.Results, "gen_mask_check"));
        var writer = new LoaderSamples(log);
        writer.Write(_training, "training", $"{raws}_train", $"{targets}_train", stop);
        if (_validation is not null)
            writer.Write(_validation, "validation", $"{raws}_val", $"{targets}_val", stop);
        log.Line($"patches of the first epoch: {raws}_train and beside it");
    }
}
