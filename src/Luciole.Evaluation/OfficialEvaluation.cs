using System.Runtime.ExceptionServices;
using Luciole.Data.Studies;
using Luciole.Files;
using Luciole.Metrics;

namespace Luciole.Evaluation;

/// <summary>Measures images with the challenge's figures, several at once in bounded memory.</summary>
public static class OfficialEvaluation
{
    /// <summary>Measures all images; the result is in their order and does not depend on the threads.</summary>
    /// <param name="images">What to compare.</param>
    /// <param name="progress">Told how many images are done; one call at a time.</param>
    /// <param name="observer">Watches, or null.</param>
    /// <param name="stop">Ends early.</param>
    /// <param name="threads">Threads; null for one a core.</param>
    /// <exception cref="InputException">An image cannot be read or compared: of those found before the rest was stopped, the first in order.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<ImageScores> Measure(
        IReadOnlyList<EvaluatedImage> images, Action<int> progress, IEvaluationObserver? observer, CancellationToken stop, int? threads = null)
    {
        var scores = new ImageScores[images.Count];
        var failures = new Exception?[images.Count];
        using var share = MemoryShare.OfMachine();
        var (telling, done) = (new Lock(), 0);
        void MeasureOne(int i, ParallelLoopState loop)
        {
            try
            {
                scores[i] = Measure(images[i], share, observer, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures[i] = e;
                loop.Stop();
                return;
            }

            lock (telling)
                progress(++done);
        }

        try
        {
            Parallel.For(0, images.Count, new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = stop }, MeasureOne);
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            stop.ThrowIfCancellationRequested();
        }

        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
        return scores;
    }

    private static ImageScores Measure(EvaluatedImage image, MemoryShare share, IEvaluationObserver? observer, CancellationToken stop)
    {
        var metrics = new Dictionary<Organelle, ChallengeMetrics>();
        foreach (var (organelle, pair) in image.Pairs.OrderBy(p => p.Key))
        {
            stop.ThrowIfCancellationRequested();
            using (share.Take((GreyPlane.CountPixels(pair.Prediction) + GreyPlane.CountPixels(pair.Truth)) * GreyPlane.BytesPerPixel, stop))
            {
                var (prediction, truth) = (GreyPlane.Read(pair.Prediction, organelle), GreyPlane.Read(pair.Truth, organelle));
                metrics[organelle] = Compare(prediction, truth);
                observer?.Compared(image, organelle, prediction, truth, metrics[organelle]);
            }
        }

        observer?.Finished(image);
        return new ImageScores(image, metrics);
    }

    private static ChallengeMetrics Compare(GreyPlane prediction, GreyPlane truth)
    {
        if ((prediction.Height, prediction.Width) != (truth.Height, truth.Width))
            throw new InputException($"{prediction.Path}: has {prediction.Width} x {prediction.Height} pixels, but its truth {truth.Path} has {truth.Width} x {truth.Height}; both must have the same size.");
        if (prediction.Height < 7 || prediction.Width < 7)
            throw new InputException($"{prediction.Path}: has {prediction.Width} x {prediction.Height} pixels; the similarity needs at least 7 x 7.");
        return ChallengeMetrics.Measure(prediction.Pixels, prediction.Scale, truth.Pixels, truth.Scale, truth.Height, truth.Width);
    }
}
