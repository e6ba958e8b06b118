using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Inference;
using Luciole.Models.Footprint;
using Luciole.Torch;
using Luciole.Workflows.Capacity;
using OutputScale = Luciole.Data.Normalization.OutputScale;
using Wanted = Luciole.Configuration.OutputScale;

namespace Luciole.Workflows;

/// <summary>
/// The test of a masked autoencoder: reconstructs a list of images and writes three OME-TIFF files for each, the prediction, what the
/// network saw, and the prediction pasted into what it saw. A damaged image does not keep the others waiting.
/// </summary>
public sealed class ReconstructionWorkflow
{
    private const string ChannelName = "Reconstruction";

    private readonly TrainedAutoencoder _model;
    private readonly PredictionOptions _options;
    private readonly IRunLog _log;
    private readonly DataSettings _data;
    private readonly ImageReconstructor _reconstructor;

    /// <summary>Prepares the reconstructions.</summary>
    /// <exception cref="InputException">The settings ask for what a masked autoencoder cannot give.</exception>
    public ReconstructionWorkflow(TrainedAutoencoder model, PredictionOptions options, Device device, IRunLog log)
    {
        var settings = model.Settings.Configuration;
        Availability.RequirePrediction(settings);
        if (options.Output == Wanted.Target)
            throw new InputException($"{model.Path}: a masked autoencoder reconstructs its own input and knows no target, so TEST.OUTPUT: target is impossible; use raw or normalised.");
        _model = model;
        _data = settings.Data;
        _options = options;
        _log = log;
        var plan = ComputePlan.OfPrediction(settings, device, ComputePlan.Describe(device));
        plan.Apply(device);
        _reconstructor = new ImageReconstructor(
            model.Network,
            new ReconstructionSettings
            {
                Normalization = settings.Data.Normalization.ToData(),
                ReflectToPatch = settings.Data.ReflectToPatchSize,
                BatchSize = options.BatchSize ?? PredictionBatch.Of(settings, new ComputeMode(device.Kind, plan.Mixed), FullDevice.Available(device)),
                BatchHalved = size => log.Note($"the memory of {device} does not suffice; going on with {size} patches at a time"),
                Seed = settings.System.Seed,
                ScratchFolder = options.OutputFolder,
                Mixed = plan.Mixed,
            },
            device);
    }

    /// <summary>Reconstructs every sample once.</summary>
    public ReconstructionOutcome Run(IReadOnlyList<Sample> samples, CancellationToken stop)
    {
        var names = ReconstructionNames.Of(OutputNames.For([.. samples.Select(s => s.RawPath)]));
        OutputFolder.Create(_options.OutputFolder);
        OutputFolder.RequireNoInputOverwritten(_options.OutputFolder, samples, names.SelectMany(n => n.All));
        List<string> files = [], failures = [];
        var scores = new List<ReconstructionScore>();
        var open = PreprocessingMapping.Opener(_data, _data.Preprocess.Test, samples);
        for (var i = 0; i < samples.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                scores.Add(ReconstructOne(samples[i], open, names[i], i, samples.Count, stop));
                files.AddRange(names[i].All.Select(n => Path.Combine(_options.OutputFolder, n)));
            }
            catch (InputException e) when (samples.Count > 1)
            {
                _log.Note($"skipped: {e.Message}");
                failures.Add(e.Message);
            }
        }

        return new ReconstructionOutcome(files, scores, failures);
    }

    private ReconstructionScore ReconstructOne(Sample sample, Func<string, IImageSource> open, ReconstructionNames names, int index, int count, CancellationToken stop)
    {
        using var image = open(sample.RawPath);
        var patches = _reconstructor.PatchCount(image.Height, image.Width);
        var done = 0;
        using var result = _reconstructor.Reconstruct(
            image,
            index,
            n =>
            {
                done += n;
                _log.Progress("reconstructing", "images", index + ((double)done / patches), count, $"{Path.GetFileName(sample.RawPath)} patch {done}/{patches}");
            },
            stop);
        Write(result.Prediction, names.Prediction, image, "prediction");
        Write(result.Masked, names.Masked, image, "masked input");
        Write(result.Mixture, names.Mixture, image, "prediction and visible input");
        var score = ReconstructionScore.Of(result, image);
        if (double.IsNaN(score.StructuralSimilarity))
            _log.Note($"{sample.RawPath}: its SSIM is not a number: the image is constant, or too large to be compared in memory.");
        return score;
    }

    private void Write(PredictedImage image, string name, IImageSource input, string what)
    {
        var normalised = _options.Output == Wanted.Normalised;
        var provenance = new Provenance
        {
            Program = _options.Program,
            ModelHash = _model.Hash,
            ConfigurationHash = _model.Settings.Hash,
            InputFile = Path.GetFileName(input.Name),
            Further = [new("model_file", Path.GetFileName(_model.Path)), new("output_scale", normalised ? "normalised" : "raw"), new("content", what)],
        };
        var scale = normalised ? OutputScale.Normalised : OutputScale.Reconstruction(image.RawNormalizer);
        PredictionFile.Write(Path.Combine(_options.OutputFolder, name), image, scale, input, ChannelName, provenance);
    }
}
