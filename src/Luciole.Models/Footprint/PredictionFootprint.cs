namespace Luciole.Models.Footprint;

/// <summary>
/// The memory that predicting with a network takes, in bytes, computed from its numbers before anything is allocated. A program's own
/// memory and the images it holds come on top.
/// </summary>
/// <param name="Weights">Parameters.</param>
/// <param name="Activations">The most that tensors between input and output take at a time, and what the allocator cannot use again.</param>
public sealed record PredictionFootprint(long Weights, long Activations)
{
    /// <summary>Both together.</summary>
    public long Total => Weights + Activations;

    /// <summary>The memory of predicting <paramref name="batch"/> patches at a time with a <see cref="Unetr"/>.</summary>
    public static PredictionFootprint Of(UnetrOptions options, long batch, ComputeMode? mode = null) =>
        Of(tape => UnetrMemory.Forward(tape, options, batch), mode);

    /// <summary>The memory of predicting <paramref name="batch"/> patches of this size at a time with an <see cref="AttentionUnet"/>.</summary>
    public static PredictionFootprint Of(AttentionUnetOptions options, long batch, long height, long width, ComputeMode? mode = null) =>
        Of(tape => AttentionUnetMemory.Forward(tape, options, batch, height, width), mode);

    /// <summary>The memory of reconstructing <paramref name="batch"/> patches at a time with a <see cref="MaskedAutoencoder"/>.</summary>
    public static PredictionFootprint Of(MaskedAutoencoderOptions options, long batch, ComputeMode? mode = null) =>
        Of(tape => MaskedAutoencoderMemory.Forward(tape, options, batch), mode);

    private static PredictionFootprint Of(Action<MemoryTape> forward, ComputeMode? mode)
    {
        var tape = new MemoryTape(isTraining: false, mode: mode);
        forward(tape);
        tape.EndForward();
        return new PredictionFootprint(tape.Parameters.Sum(), tape.Activations.Resident(recomputes: false));
    }
}
