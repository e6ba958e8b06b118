using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Luciole.Data.Studies;
using Luciole.Evaluation;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Metrics;

namespace Luciole.Report;

/// <summary>
/// The report of a prediction, made of the files that it left: pictures, and the official figures where there is a truth. What cannot be
/// shown is told and left out, since the predictions are written already.
/// </summary>
public sealed class PredictionReport
{
    /// <summary>Images shown at most; of more, so many are taken evenly.</summary>
    public const int MostImages = 1000;

    private readonly IReadOnlyList<ReportedImage> _images;
    private readonly ReportPictures _pictures;
    private readonly MemoryShare _share;
    private readonly ConcurrentQueue<string> _notes = new();

    private PredictionReport(IReadOnlyList<ReportedImage> images, ReportPictures pictures, MemoryShare share) =>
        (_images, _pictures, _share) = (images, pictures, share);

    /// <summary>Writes the report.</summary>
    /// <param name="path">The HTML file.</param>
    /// <param name="subject">What was predicted, for the title: <c>Nucleus by nucleus.pth</c>.</param>
    /// <param name="images">What to show.</param>
    /// <param name="progress">Told how many images are drawn, and of how many; one call at a time.</param>
    /// <param name="stop">Ends early, without a file.</param>
    /// <param name="threads">Threads; null for one a core.</param>
    /// <returns>A sentence for each thing that could not be shown.</returns>
    /// <exception cref="InputException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<string> Write(
        string path, string subject, IReadOnlyList<ReportedImage> images, Action<int, int> progress, CancellationToken stop, int? threads = null)
    {
        var shown = images.Count <= MostImages ? images : [.. Enumerable.Range(0, MostImages).Select(i => images[(int)((long)i * images.Count / MostImages)])];
        using var file = new ReportFile(path, $"{subject}, {(shown.Count < images.Count ? $"{shown.Count} of " : "")}{images.Count} image{(images.Count == 1 ? "" : "s")}");
        using var share = MemoryShare.OfMachine();
        var report = new PredictionReport(shown, new ReportPictures(file, CountPictures(shown)), share);
        var rows = new IReadOnlyList<ReportRow>[shown.Count];
        var (telling, done) = (new Lock(), 0);
        try
        {
            Parallel.For(0, shown.Count, new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = stop }, i =>
            {
                rows[i] = report.RowsOf(shown[i], stop);
                lock (telling)
                    progress(++done, shown.Count);
            });
        }
        catch (AggregateException e)
        {
            stop.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }

        file.Finish([.. rows.SelectMany(r => r)], [.. ChallengeFigures.All, ReportRow.MeanConfidence]);
        return [.. report._notes.Distinct(StringComparer.Ordinal)];
    }

    private static int CountPictures(IReadOnlyList<ReportedImage> images) => images.Count + images.Sum(image =>
        image.Organelles.Sum(o => 1 + (o.Truth is null ? 0 : 2) + (o.Confidence is null ? 0 : 1)));

    private List<ReportRow> RowsOf(ReportedImage image, CancellationToken stop)
    {
        var input = Drawn(image.Input);
        var rows = new List<ReportRow>();
        foreach (var organelle in image.Organelles)
        {
            stop.ThrowIfCancellationRequested();
            var row = new ReportRow { Image = image.Name, Organelle = organelle.Name, Modality = image.Modality, Flags = image.Flags, Input = input };
            row = (organelle.Truth is { } truth ? Compared(row, organelle.Prediction, truth, stop) : null) ?? row with
            {
                Prediction = Drawn(organelle.Prediction),
                Truth = organelle.Truth is { } shown ? Drawn(shown) : null,
            };
            rows.Add(WithConfidence(row, organelle));
        }

        return rows;
    }

    private ReportRow WithConfidence(ReportRow row, ReportedOrganelle organelle) => row with
    {
        Confidence = organelle.Confidence is { } map ? Drawn(map, isConfidence: true) : null,
        Figures = organelle.MeanConfidence is { } mean ? new Dictionary<string, double>(row.Figures) { [ReportRow.MeanConfidence] = mean } : row.Figures,
    };

    private int? Drawn(PictureSource source, bool isConfidence = false)
    {
        try
        {
            return _pictures.AddOnce($"{source.Channel} {source.Name}", () => _pictures.Add(source, isConfidence));
        }
        catch (InputException e)
        {
            _notes.Enqueue(e.Message);
            return null;
        }
    }

    // Null where there is nothing to measure: the pictures are then drawn without.
    private ReportRow? Compared(ReportRow row, PictureSource prediction, PictureSource truth, CancellationToken stop)
    {
        try
        {
            using var p = prediction.Open();
            using var t = truth.Open();
            if ((p.Height, p.Width) != (t.Height, t.Width))
                throw new InputException($"{prediction.Name}: has {p.Width} x {p.Height} pixels, but its truth {truth.Name} has {t.Width} x {t.Height}; the report does not compare them.");
            var needed = Pixels(p) + Pixels(t);
            if (needed > Array.MaxLength || needed * GreyPlane.BytesPerPixel > _share.Bytes)
                throw new InputException($"{prediction.Name}: is too large to be compared with its truth in memory; the report shows both without figures.");
            if (p.Height < UniformSsim.Side || p.Width < UniformSsim.Side)
                return null;
            using (_share.Take(needed * GreyPlane.BytesPerPixel, stop))
                return Measured(row, GreyPlane.Read(p, prediction.Channel), GreyPlane.Read(t, truth.Channel), $"{truth.Channel} {truth.Name}");
        }
        catch (InputException e)
        {
            _notes.Enqueue(e.Message);
            return null;
        }
    }

    private ReportRow Measured(ReportRow row, GreyPlane prediction, GreyPlane truth, string truthName)
    {
        var metrics = ChallengeMetrics.Measure(prediction.Pixels, prediction.Scale, truth.Pixels, truth.Scale, truth.Height, truth.Width);
        var names = Enum.TryParse<Organelle>(row.Organelle, ignoreCase: true, out var organelle) ? ChallengeFigures.For(organelle) : ChallengeFigures.All;
        return row with
        {
            Figures = names.ToDictionary(name => name, name => ChallengeFigures.Of(metrics, name)),
            Prediction = _pictures.Add(prediction),
            Truth = _pictures.AddOnce(truthName, () => _pictures.Add(truth)),
            Difference = _pictures.AddDifference(prediction, truth),
        };
    }

    private static long Pixels(IImageSource image) => (long)image.Height * image.Width * image.Channels;
}
