using Luciole.Torch;

namespace Luciole.Training;

/// <summary>What a network made of a batch.</summary>
/// <param name="Loss">A tensor without axes that autograd follows.</param>
/// <param name="Prediction">Images <c>[N, C, H, W]</c> in normalised units; what was shown to the network stands in it as it is.</param>
/// <param name="Truth">What they should be, of the same shape.</param>
/// <param name="ComparedFraction">The part of the pixels that was predicted: 1, or the fraction of hidden tokens.</param>
public sealed record TaskOutput(Tensor Loss, Tensor Prediction, Tensor Truth, double ComparedFraction = 1);
