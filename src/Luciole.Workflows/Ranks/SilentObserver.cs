using Luciole.Training;

namespace Luciole.Workflows.Ranks;

/// <summary>For ranks that do not talk.</summary>
internal sealed class SilentObserver : ITrainingObserver
{
    public void StepDone(StepRecord step)
    {
    }

    public void EpochDone(EpochRecord epoch)
    {
    }
}
