namespace Luciole.Kernels.Attention;

/// <summary>What the way back of a self-attention reads and writes.</summary>
/// <param name="input">Queries, keys and values <c>[N, L, 3, heads, d]</c>.</param>
/// <param name="output">What the forward pass gave, <c>[N, L, heads d]</c>.</param>
/// <param name="logSums">The logarithms that the forward pass saved, <c>[N, heads, L]</c>.</param>
/// <param name="outputGradient">The gradient of the output, <c>[N, L, heads d]</c>.</param>
/// <param name="inputGradient">Where the gradient of the input goes, <c>[N, L, 3, heads, d]</c>; every element is written.</param>
public readonly unsafe struct AttentionGradients(float* input, float* output, float* logSums, float* outputGradient, float* inputGradient)
{
    internal float* Input { get; } = input;

    internal float* Output { get; } = output;

    internal float* LogSums { get; } = logSums;

    internal float* OutputGradient { get; } = outputGradient;

    internal float* InputGradient { get; } = inputGradient;
}
