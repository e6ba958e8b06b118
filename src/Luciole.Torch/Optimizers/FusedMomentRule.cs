namespace Luciole.Torch.Optimizers;

/// <summary>The numbers of a step of Adam or AdamW on a GPU.</summary>
/// <param name="IsDecoupled">Whether the weight decay shrinks the weights by themselves, as in AdamW.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="RateOnDevice">The learning rate as one single-precision number on the GPU, which is read instead; or null.</param>
/// <param name="Beta1">Decay rate of the mean.</param>
/// <param name="Beta2">Decay rate of the mean of squares.</param>
/// <param name="WeightDecay">The weight decay.</param>
/// <param name="Epsilon">Added to the denominator.</param>
internal readonly record struct FusedMomentRule(
    bool IsDecoupled, double Rate, Tensor? RateOnDevice, double Beta1, double Beta2, double WeightDecay, double Epsilon);
