using System.Collections.Concurrent;
using Luciole.Data.Studies;
using Luciole.Evaluation;
using Luciole.Files;
using Luciole.Metrics;

namespace Luciole.Report;

/// <summary>Makes an evaluation's report while it runs: each image is read once, measured and drawn.</summary>
public sealed class EvaluationReport : IEvaluationObserver, IDisposable
{
    private readonly ReportFile _file;
    private readonly ReportPictures _pictures;
    private readonly IReadOnlyList<EvaluatedImage> _images;
    private readonly TransmittedLight? _inputs;
    private readonly Dictionary<Organelle, ImageNames> _confidences;
    private readonly ConcurrentDictionary<(string Image, Organelle Organelle), ReportRow> _rows = new();
    private readonly ConcurrentDictionary<string, int> _inputPictures = new(StringComparer.Ordinal);

    /// <summary>Starts the report.</summary>
    /// <param name="path">The HTML file.</param>
    /// <param name="images">What will be compared.</param>
    /// <param name="inputs">The transmitted-light images; null when there are none to show.</param>
    /// <param name="confidences">The folder of confidence maps, laid out as predictions; null when there are none.</param>
    /// <exception cref="InputException">A folder is missing, an image has no input there, or the file cannot be created.</exception>
    public EvaluationReport(string path, IReadOnlyList<EvaluatedImage> images, TransmittedLight? inputs, string? confidences)
    {
        _images = images;
        _inputs = inputs;
        var organelles = images.SelectMany(image => image.Pairs.Keys).Distinct().ToList();
        _confidences = confidences is null
            ? []
            : OrganelleFolders.Find(confidences, organelles).ToDictionary(f => f.Key, f => new ImageNames(f.Value));
        foreach (var image in images.Where(image => image.Pairs.Count > 0))
            _ = inputs?.Of(image);
        var pairs = images.SelectMany(image => image.Pairs.Values).ToList();
        _file = new ReportFile(path, $"Evaluation of {images.Count} images");
        _pictures = new ReportPictures(
            _file,
            (pairs.Count * (_confidences.Count > 0 ? 3 : 2)) + pairs.Select(pair => pair.Truth).Distinct().Count() + (inputs is null ? 0 : images.Count));
    }

    /// <inheritdoc/>
    public void Compared(EvaluatedImage image, Organelle organelle, GreyPlane prediction, GreyPlane truth, ChallengeMetrics metrics)
    {
        var confidence = _confidences.GetValueOrDefault(organelle)?.Match(image.Name, null);
        _rows[(image.Name, organelle)] = new ReportRow
        {
            Image = image.Name,
            Organelle = OrganelleFolders.KeyOf(organelle),
            Modality = image.Modality?.ToString(),
            FocusDeviation = image.FocusDeviation,
            Figures = ChallengeFigures.For(organelle).ToDictionary(name => name, name => ChallengeFigures.Of(metrics, name)),
            // Planes of one field share a truth.
            Truth = _pictures.AddOnce(truth.Path, () => _pictures.Add(truth)),
            Prediction = _pictures.Add(prediction),
            Difference = _pictures.AddDifference(prediction, truth),
            Confidence = confidence is null ? null : _pictures.Add(PictureSource.OfFile(confidence), isConfidence: true),
        };
    }

    /// <inheritdoc/>
    public void Finished(EvaluatedImage image)
    {
        if (image.Pairs.Count > 0 && _inputs is not null)
            _inputPictures[image.Name] = _pictures.Add(PictureSource.OfFile(_inputs.Of(image)), isConfidence: false);
    }

    /// <summary>Writes the rows in the images' order and gives the file its name.</summary>
    /// <exception cref="InputException">The disk is full.</exception>
    public void Finish()
    {
        var rows = _images.SelectMany(image => image.Pairs.Keys.Order().Select(organelle => _rows[(image.Name, organelle)] with
        {
            Input = _inputPictures.TryGetValue(image.Name, out var picture) ? picture : null,
        }));
        _file.Finish([.. rows], ChallengeFigures.All);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
