namespace Luciole.Kernels.Optimizers;

/// <summary>The numbers of one step of Adam or AdamW.</summary>
/// <param name="Shrinkage">What weights are multiplied with first: 1 less the decoupled weight decay.</param>
/// <param name="Penalty">The part of the weights that is added to the gradient: an L2 penalty's weight decay.</param>
/// <param name="Beta1">Decay rate of the mean of gradients.</param>
/// <param name="Beta2">Decay rate of the mean of squared gradients.</param>
/// <param name="Correction">What the root of the mean square is divided by: sqrt(1 - beta2^t).</param>
/// <param name="Epsilon">Added to that.</param>
/// <param name="StepSize">Learning rate / (1 - beta1^t).</param>
public readonly record struct AdaptiveMomentRule(
    double Shrinkage, double Penalty, double Beta1, double Beta2, double Correction, double Epsilon, double StepSize);
