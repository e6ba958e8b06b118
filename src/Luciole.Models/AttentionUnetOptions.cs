using Luciole.Files;
using Luciole.Models.Convolution;

namespace Luciole.Models;

/// <summary>The numbers that make an <see cref="AttentionUnet"/>. The defaults are BiaPy's.</summary>
public sealed record AttentionUnetOptions
{
    /// <summary>Channels of the input.</summary>
    public long Channels { get; init; } = 1;

    /// <summary>Channels of the output.</summary>
    public long OutputChannels { get; init; } = 1;

    /// <summary>Channels at each resolution, the full one first.</summary>
    public IReadOnlyList<long> FeatureMaps { get; init; } = [16, 32, 64, 128, 256];

    /// <summary>Dropout at each resolution; empty for none anywhere.</summary>
    public IReadOnlyList<double> DropoutValues { get; init; } = [];

    /// <summary>Kernel size of the convolutions, odd.</summary>
    public long KernelSize { get; init; } = 3;

    /// <summary>The activation.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Elu;

    /// <summary>The normalisation; not by groups, which the gates' single channel does not make.</summary>
    public NormalizationKind Normalization { get; init; } = NormalizationKind.Batch;

    /// <summary>Refuses numbers that contradict each other.</summary>
    /// <exception cref="InputException">They do; the message gives the nearest valid values.</exception>
    public void Validate()
    {
        OptionChecks.Positive(
            ("number of input channels (DATA.PATCH_SIZE)", Channels),
            ("number of output channels", OutputChannels),
            ("kernel size (MODEL.KERNEL_SIZE)", KernelSize));
        if (FeatureMaps.Count is < 2 or > 12)
            throw new InputException($"MODEL.FEATURE_MAPS has {FeatureMaps.Count} levels; a U-Net needs 2 to 12.");
        foreach (var maps in FeatureMaps)
            OptionChecks.Positive(("number of feature maps (MODEL.FEATURE_MAPS)", maps));

        // A gate halves the channels of its level.
        foreach (var maps in FeatureMaps.SkipLast(1).Where(m => m < 2))
            throw new InputException($"MODEL.FEATURE_MAPS has a level of {maps} maps, which an attention gate cannot halve; the least is 2.");
        if (DropoutValues.Count != 0 && DropoutValues.Count != FeatureMaps.Count)
            throw new InputException($"MODEL.DROPOUT_VALUES has {DropoutValues.Count} values for the {FeatureMaps.Count} levels of MODEL.FEATURE_MAPS; give one for each.");
        foreach (var dropout in DropoutValues)
            OptionChecks.Probability("dropout (MODEL.DROPOUT_VALUES)", dropout);
        OptionChecks.Kernel("kernel size (MODEL.KERNEL_SIZE)", KernelSize);
        if (Normalization == NormalizationKind.Group)
            throw new InputException("MODEL.NORMALIZATION is gn, but an attention gate has a single channel, which makes no groups; use bn, in or none.");
    }

    internal ConvStyle StyleAt(int level) => new(KernelSize, Activation, Normalization, DropoutValues.Count == 0 ? 0 : DropoutValues[level]);
}
