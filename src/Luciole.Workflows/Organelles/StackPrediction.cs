using System.Globalization;
using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Inference;

namespace Luciole.Workflows.Organelles;

/// <summary>Predicts one stack with all models and writes what comes of it.</summary>
internal sealed class StackPrediction : IDisposable
{
    private readonly SetPredictionOptions _options;
    private readonly ModelHost _host;
    private readonly OutputPaths _paths;
    private readonly StackPlanes _planes;
    private readonly StackFacts _facts;
    private readonly Dictionary<string, StackWriter> _writers = new(StringComparer.Ordinal);
    private readonly double[] _confidence;

    /// <summary>Looks at the stack and opens its outputs.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public StackPrediction(ImageStack stack, OutputPaths paths, SetPredictionOptions options, ModelHost host, CancellationToken stop)
    {
        (_options, _host, _paths) = (options, host, paths);
        _confidence = new double[host.Models.Count];
        _planes = new StackPlanes(stack, host.Models.All(m => m.Plan is { Channels: 1, ForceRgb: false }));
        try
        {
            _facts = StackFacts.Of(_planes, options, host.Models, stop);
            for (var member = 0; member < host.Models.Count; member++)
            {
                AddWriter(paths.Prediction, member, isConfidence: false);
                if (options.Confidence)
                    AddWriter(paths.Confidence, member, isConfidence: true);
            }
        }
        catch
        {
            _planes.Dispose();
            throw;
        }
    }

    /// <summary>Predicts and completes the outputs.</summary>
    /// <param name="progress">Told the part of the work that is done, 0 to 1, and what is in work.</param>
    /// <param name="stop">Stops between batches.</param>
    /// <exception cref="InputException">An image is damaged or does not fit a model.</exception>
    public PredictedStack Run(Action<double, string> progress, CancellationToken stop)
    {
        var (done, total) = (0, _host.Models.Count * _facts.Planes.Count);
        _host.ForEach(group =>
        {
            IReadOnlyList<PredictedImage>? mean = null;
            try
            {
                for (var i = 0; i < _facts.Planes.Count; i++)
                {
                    var plane = _facts.Planes[i];
                    using var image = group.Filters.Wrap(_planes.Open(plane));
                    var (patches, own) = (group.Predictor.PatchCount(image.Height, image.Width) * group.Members.Count, 0);
                    var predictions = group.Predictor.Predict(
                        image,
                        n => progress((done + (group.Members.Count * (double)(own += n) / patches)) / total, $"{Path.GetFileName(_planes.FileOf(plane))} patch {own}/{patches}"),
                        stop);
                    done += group.Members.Count;
                    if (_options.Focus != StackFocus.Mean)
                        Write(group, predictions, i, image, _planes.PlaceInFile(plane));
                    else
                        mean = Join(mean, predictions, image);
                }

                if (mean is not null)
                {
                    using var image = group.Filters.Wrap(_planes.Open(_facts.Judged));
                    var complete = mean;
                    mean = null;
                    Write(group, complete, 0, image, _planes.PlaceInFile(_facts.Judged));
                }
            }
            finally
            {
                foreach (var image in mean ?? [])
                    image.Dispose();
            }
        });
        foreach (var writer in _writers.Values)
            writer.Commit();
        return Result();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var writer in _writers.Values)
            writer.Dispose();
        _planes.Dispose();
    }

    private IReadOnlyList<PredictedImage> Join(IReadOnlyList<PredictedImage>? mean, IReadOnlyList<PredictedImage> predictions, IImageSource image)
    {
        var weight = 1f / _facts.Planes.Count;
        if (mean is null)
        {
            foreach (var prediction in predictions)
                prediction.Scale(weight);
            return predictions;
        }

        try
        {
            for (var i = 0; i < predictions.Count; i++)
            {
                if ((mean[i].Height, mean[i].Width) != (predictions[i].Height, predictions[i].Width))
                    throw new InputException($"{image.Name}: is {predictions[i].Height} x {predictions[i].Width}, but the other planes of its stack are {mean[i].Height} x {mean[i].Width}; planes of one stack must be of one size.");
                mean[i].Add(predictions[i], weight);
            }
        }
        finally
        {
            foreach (var prediction in predictions)
                prediction.Dispose();
        }

        return mean;
    }

    private void Write(OrganelleGroup group, IReadOnlyList<PredictedImage> predictions, int place, IImageSource image, int sourcePlane)
    {
        for (var i = 0; i < predictions.Count; i++)
        {
            var member = group.Members[i];
            if (predictions[i].TakeConfidence() is { } confidence)
            {
                _confidence[member] += confidence.Mean() / _facts.Depth;
                _writers[_paths.Confidence(member)].Add(_paths.ChannelOf(member), place, confidence, image, sourcePlane);
            }

            _writers[_paths.Prediction(member)].Add(_paths.ChannelOf(member), place, predictions[i], image, sourcePlane);
        }
    }

    // A file of several organelles is made at the first of them.
    private void AddWriter(Func<int, string> pathOf, int member, bool isConfidence)
    {
        var path = pathOf(member);
        if (_writers.ContainsKey(path))
            return;
        var models = _host.Models.Where((_, m) => pathOf(m) == path).ToList();
        var channels = models.ConvertAll(m => isConfidence
            ? new WrittenChannel($"{m.Channel} confidence", null, static _ => OutputScale.Normalised)
            : new WrittenChannel(m.Channel, OrganelleColors.Of(m.Member.Organelle), m.ScaleOf));
        _writers.Add(path, new StackWriter(path, channels, _facts.Depth, Provenance(models, isConfidence)));
    }

    private Provenance Provenance(List<OrganelleModel> models, bool isConfidence)
    {
        var further = new List<KeyValuePair<string, string>>();
        foreach (var model in models)
        {
            var prefix = models.Count == 1 ? "" : model.Channel.ToLowerInvariant() + "_";
            if (models.Count > 1)
            {
                further.Add(new(prefix + "model_sha256", model.Hash));
                further.Add(new(prefix + "configuration_sha256", model.ConfigurationHash));
            }

            further.Add(new(prefix + "model_file", Path.GetFileName(model.Member.WeightsPath)));
            further.Add(new(prefix + "output_scale", isConfidence ? "confidence" : model.ScaleName));
        }

        if (_facts.Modality is { } modality)
            further.Add(new("modality", modality));
        if (_planes.Count > 1)
            further.Add(new("stack", _options.Focus switch { StackFocus.Best => "sharpest plane", StackFocus.Mean => "mean of the planes' predictions", _ => "all planes" }));
        if (PlaneOfResult() is { } plane)
            further.Add(new("plane", plane.ToString(CultureInfo.InvariantCulture)));
        if (_facts.Focus is { } focus)
            further.Add(new("focus", focus.ToString("G4", CultureInfo.InvariantCulture)));
        if (_facts.Flags is { } flags)
            further.Add(new("trust", flags.Count == 0 ? "ok" : string.Join(", ", flags.Select(f => f.Name))));
        return new Provenance
        {
            Program = _options.Program,
            ModelHash = models.Count == 1 ? models[0].Hash : null,
            ConfigurationHash = models.Count == 1 ? models[0].ConfigurationHash : null,
            InputFile = Path.GetFileName(_planes.FileOf(_facts.Judged)),
            Further = further,
        };
    }

    private int? PlaneOfResult() => _planes.Count > 1 && _options.Focus == StackFocus.Best ? _facts.Judged : null;

    private PredictedStack Result() => new()
    {
        Name = _paths.Name,
        InputFile = _planes.FileOf(_facts.Judged),
        InputPlane = _planes.PlaceInFile(_facts.Judged),
        OutputPlane = _facts.Depth > 1 ? _facts.Judged : 0,
        Plane = PlaneOfResult(),
        Modality = _facts.Modality,
        Focus = _facts.Focus,
        Flags = _facts.Flags,
        Organelles = [.. _host.Models.Select((model, member) => new PredictedOrganelle(
            model.Channel,
            _paths.Prediction(member),
            _paths.ChannelOf(member),
            _options.Confidence ? _paths.Confidence(member) : null,
            _options.Confidence ? _confidence[member] : null))],
    };
}
