namespace Luciole.Torch.Precision;

/// <summary>What an optimiser's step is told when the loss was scaled.</summary>
/// <param name="Scale">What the loss, and so the gradients, were multiplied by, <c>[1]</c>; null where they have been divided by it already.</param>
/// <param name="FoundInfinite">
/// One single-precision number, <c>[1]</c>: 1 says that a gradient was not finite, and the step is left out. Whoever divides sets it; put it to 0 before.
/// </param>
public sealed record ScaledGradients(Tensor? Scale, Tensor FoundInfinite);
