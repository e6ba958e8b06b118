using System.Diagnostics;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Imaging.Pixels;
using Luciole.Inference;
using Luciole.Workflows;

namespace Luciole.Benchmarks.Organelles;

/// <summary>The times of predicting one image with one model and with all, in this process.</summary>
internal sealed class OrganelleTimes : IDisposable
{
    private readonly TrainedModel[] _models;
    private readonly PredictionSettings _settings;

    /// <summary>Loads the models.</summary>
    public OrganelleTimes(string folder, IReadOnlyList<string> organelles)
    {
        _models = [.. organelles.Select(o => TrainedModel.Open(Path.Combine(folder, o + ".pth"), null, [], () => default))];
        var data = _models[0].Settings.Configuration.Data;
        _settings = new PredictionSettings
        {
            Patch = new PatchShape(data.PatchSize.Height, data.PatchSize.Width),
            Layout = new PatchLayout(data.Test.Overlap.Y, data.Test.Overlap.X, data.Test.Padding.Y, data.Test.Padding.X),
            Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance },
            ReflectToPatch = true,
        };
    }

    /// <summary>Seconds for one model, which has all the memory for what networks keep.</summary>
    public double Alone(int model, IImageSource image)
    {
        for (var other = 0; other < _models.Length; other++)
            _models[other].Network.Trim();
        return Seconds(new SetPredictor([_models[model].Network], _settings), image);
    }

    /// <summary>Seconds for all models in one pass.</summary>
    public double Together(IImageSource image)
    {
        foreach (var model in _models)
            model.Network.Trim();
        return Seconds(new SetPredictor([.. _models.Select(m => m.Network)], _settings), image);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var model in _models)
            model.Dispose();
    }

    private static double Seconds(SetPredictor predictor, IImageSource image)
    {
        var clock = Stopwatch.StartNew();
        foreach (var prediction in predictor.Predict(image))
            prediction.Dispose();
        return clock.Elapsed.TotalSeconds;
    }
}
