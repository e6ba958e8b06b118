using System.Diagnostics;
using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Imaging.Pixels;
using Luciole.Inference;
using Luciole.Torch;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>A whole image predicted as <c>luciole predict</c> does it, without its files: normalised, in patches side by side, merged.</summary>
internal sealed class ImageWork : NetworkWork
{
    private readonly ImagePredictor _predictor;
    private readonly PatternImage _image;

    public ImageWork(WorkOrder order)
        : base(order)
    {
        _image = new PatternImage(order.ImageSize);
        var settings = new PredictionSettings
        {
            Patch = PatchShape.Square(order.Network!.ImageSize),
            Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance },
        };
        _predictor = new ImagePredictor((Models.Unetr)Model, settings);
    }

    /// <inheritdoc/>
    public override WorkDone Go()
    {
        var start = Stopwatch.GetTimestamp();
        using var predicted = _predictor.Predict(_image);
        return new WorkDone(Since(start), new Dictionary<string, double>());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _image.Dispose();
    }
}
