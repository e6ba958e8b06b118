using Luciole.Data.Studies;
using Luciole.Metrics;

namespace Luciole.Evaluation;

/// <summary>Watches an evaluation. Called by several threads at once, but for one image by one thread.</summary>
public interface IEvaluationObserver
{
    /// <summary>A pair was compared; the planes may be used during the call.</summary>
    void Compared(EvaluatedImage image, Organelle organelle, GreyPlane prediction, GreyPlane truth, ChallengeMetrics metrics);

    /// <summary>All pairs of an image were.</summary>
    void Finished(EvaluatedImage image);
}
