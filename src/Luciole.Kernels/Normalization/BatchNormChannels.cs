namespace Luciole.Kernels.Normalization;

/// <summary>What the way back through a batch normalisation knows of each channel, C values each, and where it writes.</summary>
public readonly unsafe struct BatchNormChannels
{
    /// <summary>The batch's mean.</summary>
    public required double* Mean { get; init; }

    /// <summary>The batch's variance, biased.</summary>
    public required double* Variance { get; init; }

    /// <summary>Added to the variance.</summary>
    public required double Epsilon { get; init; }

    /// <summary>Scale of the normalised values.</summary>
    public required float* Weight { get; init; }

    /// <summary>Shift of the normalised values.</summary>
    public required float* Bias { get; init; }

    /// <summary>The gradient by the scale, written.</summary>
    public required float* WeightGradient { get; init; }

    /// <summary>The gradient by the shift, written.</summary>
    public required float* BiasGradient { get; init; }

    internal (float Scale, float Shift) Affine(int channel) =>
        BatchNormRelu.Affine(Mean[channel], Variance[channel], Epsilon, Weight[channel], Bias[channel]);
}
