namespace Luciole.Training;

/// <summary>What one batch gave.</summary>
/// <param name="Epoch">The epoch's number, from 1.</param>
/// <param name="Step">The batch's number in the epoch, from 1.</param>
/// <param name="StepsPerEpoch">Batches of an epoch.</param>
/// <param name="TotalStep">Batches since training began, over all epochs.</param>
/// <param name="Loss">The batch's loss.</param>
/// <param name="LearningRate">The rate.</param>
/// <param name="SamplesPerSecond">Samples trained on per second, validation left out.</param>
/// <param name="Progress">Part of the training done, 0 to 1: of the epochs or of the time budget, whichever is further.</param>
/// <param name="Elapsed">Time since training began, interruptions left out.</param>
public sealed record StepRecord(int Epoch, int Step, int StepsPerEpoch, long TotalStep, double Loss, double LearningRate, double SamplesPerSecond, double Progress, TimeSpan Elapsed)
{
    /// <summary>
    /// Bytes that tensors took at most during the step, beside what there was before it: activations, gradients, and what operators work
    /// with. Null on a GPU, whose memory is not counted.
    /// </summary>
    public long? MostMemory { get; init; }

    /// <summary>Where the scaling of the loss stands, its skipped steps among it; null where none is.</summary>
    public LossScale? LossScale { get; init; }
}
