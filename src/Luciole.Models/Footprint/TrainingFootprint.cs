namespace Luciole.Models.Footprint;

/// <summary>
/// The memory that training a network takes, in bytes, computed from its numbers before anything is allocated. A
/// program's own memory and the images it holds come on top.
/// </summary>
/// <param name="Weights">Parameters.</param>
/// <param name="Gradients">Gradients of the trained parameters.</param>
/// <param name="OptimizerState">What the optimiser keeps for each trained parameter.</param>
/// <param name="Average">The moving average of the weights.</param>
/// <param name="Activations">What autograd keeps of the forward pass for the way back.</param>
/// <param name="Total">
/// The most at a time: the parts that live together, what operators need for a moment, and what the allocator cannot use again.
/// </param>
public sealed record TrainingFootprint(long Weights, long Gradients, long OptimizerState, long Average, long Activations, long Total)
{
    /// <summary>The most that tensors take at a time beside weights, optimiser and average: what an allocator counts in a step.</summary>
    public long StepTensors { get; init; }

    /// <summary>The most that all tensors take at a time.</summary>
    public long AllTensors => Weights + OptimizerState + Average + StepTensors;

    // The optimiser makes up to two temporary tensors of a parameter's size.
    private const int OptimizerTemporaries = 2;

    /// <summary>The memory of training a <see cref="Unetr"/> on batches of <paramref name="batch"/> images.</summary>
    /// <exception cref="Luciole.Files.InputException">The options contradict each other.</exception>
    public static TrainingFootprint Of(UnetrOptions options, long batch, TrainingCopies copies, ComputeMode? mode = null) =>
        Of(options.Validate, tape => UnetrMemory.Forward(tape, options, batch), copies, mode);

    /// <summary>The memory of training a <see cref="MaskedAutoencoder"/> on batches of <paramref name="batch"/> images.</summary>
    /// <exception cref="Luciole.Files.InputException">The options contradict each other.</exception>
    public static TrainingFootprint Of(MaskedAutoencoderOptions options, long batch, TrainingCopies copies, ComputeMode? mode = null) =>
        Of(options.Validate, tape => MaskedAutoencoderMemory.Forward(tape, options, batch), copies, mode);

    /// <summary>The memory of training an <see cref="AttentionUnet"/> on batches of <paramref name="batch"/> images of this size.</summary>
    /// <exception cref="Luciole.Files.InputException">The options contradict each other.</exception>
    public static TrainingFootprint Of(AttentionUnetOptions options, long batch, long height, long width, TrainingCopies copies, ComputeMode? mode = null) =>
        Of(options.Validate, tape => AttentionUnetMemory.Forward(tape, options, batch, height, width), copies, mode);

    private static TrainingFootprint Of(Action validate, Action<MemoryTape> forward, TrainingCopies copies, ComputeMode? mode)
    {
        validate();
        var tape = new MemoryTape(isTraining: true, copies.Accumulates, copies.Recomputed, mode);
        forward(tape);
        tape.EndForward();
        tape.Backward();
        var (weights, gradients) = (tape.Parameters.Sum(), tape.TrainedParameters.Sum());
        var optimizer = copies.OptimizerCopies * gradients;
        var average = copies.KeepsAverage ? weights : 0;
        var permanent = weights + optimizer + average;

        // Gradients that outlast a step are there from its beginning; the others are on the tape.
        var beside = copies.Accumulates ? gradients : 0;
        var update = gradients + (OptimizerTemporaries * tape.Parameters.Max());
        return new TrainingFootprint(weights, gradients, optimizer, average, tape.Kept, permanent + Math.Max(beside + tape.Activations.Resident(copies.Recomputed != RecomputedParts.None), update))
        {
            StepTensors = Math.Max(beside + tape.Activations.Peak, update),
        };
    }
}
