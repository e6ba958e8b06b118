using Luciole.Cli.Terminal;
using Luciole.Data.Discovery;
using Luciole.Data.Trust;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Report;
using Luciole.Workflows.Organelles;

namespace Luciole.Cli;

/// <summary>Writes the HTML report of predicted images.</summary>
internal sealed class PredictionPage(TerminalOutput output, CancellationToken stop)
{
    public const string Name = "report.html";

    /// <summary>Shows those samples whose outputs were written.</summary>
    /// <param name="path">The report.</param>
    /// <param name="organelle">What the model predicts.</param>
    /// <param name="model">The model's file.</param>
    /// <param name="samples">What was to be predicted.</param>
    /// <param name="folder">Where the outputs are.</param>
    /// <param name="written">The outputs that were written.</param>
    /// <param name="open">Opens an image as the network saw it.</param>
    public void Write(string path, string organelle, string model, IReadOnlyList<Sample> samples, string folder, IReadOnlyList<string> written, Func<string, IImageSource> open)
    {
        var files = written.ToHashSet(StringComparer.Ordinal);
        var images = samples.Zip(OutputNames.For([.. samples.Select(s => s.RawPath)]), (sample, name) => (Sample: sample, Output: Path.Combine(folder, name)))
            .Where(pair => files.Contains(pair.Output))
            .Select(pair => new ReportedImage
            {
                Name = Path.GetFileName(pair.Output),
                Input = new PictureSource(pair.Sample.RawPath, () => open(pair.Sample.RawPath)),
                Modality = ModalityOf(pair.Sample.RawPath),
                Organelles =
                [
                    new ReportedOrganelle
                    {
                        Name = organelle.ToLowerInvariant(),
                        Prediction = PictureSource.OfFile(pair.Output),
                        Truth = pair.Sample.TargetPath is { } target ? new PictureSource(target, () => open(target)) : null,
                    },
                ],
            });
        Write(path, $"{organelle} by {Path.GetFileName(model)}", [.. images]);
    }

    /// <summary>Shows what a set of models made.</summary>
    public void Write(string path, string models, SetPredictionOutcome outcome)
    {
        var organelles = string.Join(", ", outcome.Images.SelectMany(image => image.Organelles).Select(o => o.Channel).Distinct(StringComparer.Ordinal));
        Write(path, $"{organelles} by {Path.GetFileName(Path.TrimEndingDirectorySeparator(models))}", [.. outcome.Images.Select(Reported)]);
    }

    /// <summary>Writes the report; without images there is none.</summary>
    public void Write(string path, string subject, IReadOnlyList<ReportedImage> images)
    {
        if (images.Count == 0)
            return;
        var log = new TerminalLog(output);
        foreach (var note in PredictionReport.Write(path, subject, images, (done, count) => log.Progress("drawing the report", "images", done, count), stop))
            log.Note(note);
        // Results are the predictions' files, for scripts to read.
        output.Error($"to look at in a browser: {path}");
    }

    private static ReportedImage Reported(PredictedStack image) => new()
    {
        Name = image.Name,
        Input = PictureSource.OfPlane(image.InputFile, image.InputPlane),
        Modality = image.Modality,
        Flags = [.. (image.Flags ?? []).Select(flag => flag.Name)],
        Organelles =
        [
            .. image.Organelles.Select(organelle => new ReportedOrganelle
            {
                Name = organelle.Channel.ToLowerInvariant(),
                Prediction = PictureSource.OfPlane(organelle.File, image.OutputPlane, organelle.ChannelIndex),
                Confidence = organelle.ConfidenceFile is { } map ? PictureSource.OfPlane(map, image.OutputPlane, organelle.ChannelIndex) : null,
                MeanConfidence = organelle.MeanConfidence,
            }),
        ],
    };

    private static string? ModalityOf(string path)
    {
        using var image = ImageFile.Open(path);
        return InputModality.Of(image)?.ToString();
    }
}
