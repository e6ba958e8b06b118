namespace Luciole.Models.Convolution;

/// <summary>What the convolutions of a network share.</summary>
/// <param name="Kernel">Kernel size in pixels, odd.</param>
/// <param name="Activation">After the normalisation.</param>
/// <param name="Normalization">After the convolution.</param>
/// <param name="Dropout">Probability of zeroing an element after the activation, in training.</param>
public sealed record ConvStyle(long Kernel, ActivationKind Activation, NormalizationKind Normalization, double Dropout = 0);
