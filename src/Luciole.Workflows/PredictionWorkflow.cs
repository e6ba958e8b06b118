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
using Luciole.Workflows.Sharing;
using OutputScale = Luciole.Data.Normalization.OutputScale;
using Wanted = Luciole.Configuration.OutputScale;

namespace Luciole.Workflows;

/// <summary>Predicts a list of images with one model and writes one OME-TIFF for each. A damaged image does not keep the others waiting.</summary>
public sealed class PredictionWorkflow
{
    private readonly TrainedModel _model;
    private readonly PredictionOptions _options;
    private readonly IRunLog _log;
    private readonly DataSettings _data;
    private readonly ImagePredictor _predictor;

    /// <summary>Prepares the prediction.</summary>
    /// <exception cref="InputException">The settings contradict the model.</exception>
    public PredictionWorkflow(TrainedModel model, PredictionOptions options, Device device, IRunLog log)
    {
        _model = model;
        _options = options;
        _log = log;
        var settings = model.Settings.Configuration;
        _data = settings.Data;
        Availability.RequirePrediction(settings);
        if (options.Output == Wanted.Target && model.Record?.Targets is null)
            throw new InputException($"{model.Path}: does not know the intensities of its training targets (only checkpoints written by Luciole do), so TEST.OUTPUT: target is impossible; use raw or normalised.");
        var plan = ComputePlan.OfPrediction(settings, device, ComputePlan.Describe(device));
        plan.Apply(device);
        if (plan.ChannelsLast)
            Luciole.Training.ChannelsLast.Apply(model.Network);
        if (device.Kind == DeviceKind.Cuda)
            log.Line($"{device} predicts in {plan.Precision}");
        _predictor = new ImagePredictor(
            model.Network,
            new PredictionSettings
            {
                Patch = settings.Data.PatchSize.Shape(),
                Layout = DataMapping.Layout(settings.Data.Test.Overlap, settings.Data.Test.Padding),
                Normalization = settings.Data.Normalization.ToData(),
                ReflectToPatch = settings.Data.ReflectToPatchSize,
                BatchSize = options.BatchSize ?? PredictionBatch.Of(settings, new ComputeMode(device.Kind, plan.Mixed), FullDevice.Available(device)),
                BatchHalved = size => log.Note($"the memory of {device} does not suffice; going on with {size} patches at a time"),
                EightOrientations = DataMapping.Orientations(settings.Test),
                ScratchFolder = options.OutputFolder,
                Mixed = plan.Mixed,
            },
            device);
    }

    /// <summary>Predicts every sample once, or sees to it that another process does.</summary>
    public PredictionOutcome Run(IReadOnlyList<Sample> samples, CancellationToken stop)
    {
        var names = OutputNames.For([.. samples.Select(s => s.RawPath)]);
        OutputFolder.Create(_options.OutputFolder);
        OutputFolder.RequireNoInputOverwritten(_options.OutputFolder, samples, names);
        var open = PreprocessingMapping.Opener(_data, _data.Preprocess.Test, samples);
        foreach (var item in _options.Share.Take(Task(), [.. samples.Select((s, i) => Unit(s, names[i]))], stop))
        {
            using (item)
            {
                try
                {
                    item.Done(ReportedScore.Write(PredictOne(samples[item.Index], open, Output(names[item.Index]), item.Index, samples.Count, stop)?.Metrics));
                }
                catch (InputException e) when (samples.Count > 1)
                {
                    _log.Note($"skipped: {e.Message}");
                    item.Fail(e.Message);
                }
            }
        }

        return Outcome(samples, names);
    }

    private PredictionOutcome Outcome(IReadOnlyList<Sample> samples, IReadOnlyList<string> names)
    {
        List<string> files = [], failures = [];
        var scores = new List<ImageScore>();
        foreach (var (index, report, failure, _) in _options.Share.Finished)
        {
            if (failure is not null)
            {
                failures.Add(failure);
                continue;
            }

            files.Add(Output(names[index]));
            if (samples[index].TargetPath is { } target && ReportedScore.Read(report) is { } metrics)
                scores.Add(new ImageScore(samples[index].RawPath, target, files[^1], metrics));
        }

        return new PredictionOutcome(files, scores, failures);
    }

    private string Output(string name) => Path.Combine(_options.OutputFolder, name);

    private WorkUnit Unit(Sample sample, string name) =>
        new(name, sample.TargetPath is { } target ? [sample.RawPath, target] : [sample.RawPath], [Output(name)]);

    private string Task() => $"{_options.Program}, model {_model.Hash}, configuration {_model.ConfigurationHash}, {ScaleName()}";

    private ImageScore? PredictOne(Sample sample, Func<string, IImageSource> open, string path, int index, int count, CancellationToken stop)
    {
        using var image = open(sample.RawPath);
        var patches = _predictor.PatchCount(image.Height, image.Width);
        var done = 0;
        using var prediction = _predictor.Predict(
            image,
            n =>
            {
                done += n;
                _log.Progress("predicting", "images", index + ((double)done / patches), count, $"{Path.GetFileName(sample.RawPath)} patch {done}/{patches}");
            },
            stop);
        var provenance = new Provenance
        {
            Program = _options.Program,
            ModelHash = _model.Hash,
            ConfigurationHash = _model.ConfigurationHash,
            InputFile = Path.GetFileName(sample.RawPath),
            Further = [new("model_file", Path.GetFileName(_model.Path)), new("output_scale", ScaleName())],
        };
        PredictionFile.Write(path, prediction, ScaleOf(prediction), image, _model.ChannelName, provenance);
        if (sample.TargetPath is null)
            return null;
        using var target = open(sample.TargetPath);
        if (PredictionScore.Measure(prediction, target) is { } metrics)
            return new ImageScore(sample.RawPath, sample.TargetPath, path, metrics);
        _log.Note($"{sample.RawPath}: is too large to be compared with its target in memory; the prediction is written, but not measured.");
        return null;
    }

    private OutputScale ScaleOf(PredictedImage prediction) => ScaleName() switch
    {
        "normalised" => OutputScale.Normalised,
        "target" => OutputScale.Target(_model.Record!.Targets!),
        _ => OutputScale.Raw(prediction.RawNormalizer),
    };

    private string ScaleName() => _options.Output switch
    {
        Wanted.Normalised => "normalised",
        Wanted.Target => "target",
        Wanted.Auto when _model.Record?.Targets is not null => "target",
        _ => "raw",
    };
}
