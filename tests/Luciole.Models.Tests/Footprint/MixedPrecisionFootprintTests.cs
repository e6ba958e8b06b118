using Luciole.Models.Convolution;
using Luciole.Models.Footprint;
using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests.Footprint;

public sealed class MixedPrecisionFootprintTests
{
    private const int Batch = 4;
    private static readonly ComputeMode s_mode = new(DeviceKind.Cpu, ScalarType.BFloat16);
    private static readonly UnetrOptions s_unetr = new() { ImageSize = 128, TokenSize = 16, EmbedDim = 96, Layers = 9, Heads = 3, HiddenMultiple = 3, Filters = 16 };

    private static readonly Dictionary<string, object> s_networks = new(StringComparer.Ordinal)
    {
        ["unetr"] = s_unetr,
        ["unetr without normalisation"] = s_unetr with { Normalization = NormalizationKind.None, KernelSize = 5 },
        ["unetr with dropout and gelu"] = s_unetr with { Dropout = 0.25, DecoderActivation = ActivationKind.Gelu },
        ["masked autoencoder"] = new MaskedAutoencoderOptions { ImageSize = 128, TokenSize = 8, EmbedDim = 64, Layers = 3, Heads = 4, DecoderEmbedDim = 96, DecoderLayers = 2, DecoderHeads = 3 },
        ["attention U-Net"] = new AttentionUnetOptions { FeatureMaps = [8, 16, 32, 64] },
    };

    public static TheoryData<string, RecomputedParts> Networks { get; } =
        [.. from name in s_networks.Keys from parts in new[] { RecomputedParts.None, RecomputedParts.All } select (name, parts)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void What_a_step_in_bfloat16_takes_is_what_the_allocator_counts(string name, RecomputedParts parts)
    {
        using var network = Network(s_networks[name]);
        Recomputation.Choose(network, parts);
        Step(network);
        var (kept, peak) = Step(network);
        var computed = Of(s_networks[name], parts);
        Assert.True(Math.Abs(computed.Activations - kept) < 0.15 * kept, $"{name}: {computed.Activations} computed to be kept, {kept} measured");
        Assert.True(Math.Abs(computed.StepTensors - peak) < 0.15 * peak, $"{name}: {computed.StepTensors} computed at most, {peak} measured");
    }

    private static (long Kept, long Peak) Step(Module network)
    {
        using var scope = new TensorScope();
        network.ZeroGradients();
        var before = TensorMemory.InUse;
        TensorMemory.ResetPeak();
        var channels = network is ImageToImageModel model ? model.InputChannels : 1;
        var raw = Tensor.Rand([Batch, channels, 128, 128]);
        Tensor loss;
        using (new Autocast(DeviceKind.Cpu, ScalarType.BFloat16))
        {
            loss = network is MaskedAutoencoder autoencoder
                ? autoencoder.Forward(raw).Loss
                : Functional.MseLoss(((ImageToImageModel)network).Forward(raw), Tensor.Rand([Batch, ((ImageToImageModel)network).OutputChannels, 128, 128]));
        }

        var kept = TensorMemory.InUse - before;
        loss.Backward();
        return (kept, TensorMemory.Peak - before);
    }

    private static TrainingFootprint Of(object options, RecomputedParts parts)
    {
        var copies = new TrainingCopies(2, Recomputed: parts);
        return options switch
        {
            UnetrOptions o => TrainingFootprint.Of(o, Batch, copies, s_mode),
            MaskedAutoencoderOptions o => TrainingFootprint.Of(o, Batch, copies, s_mode),
            _ => TrainingFootprint.Of((AttentionUnetOptions)options, Batch, 128, 128, copies, s_mode),
        };
    }

    private static Module Network(object options) => options switch
    {
        UnetrOptions o => new Unetr(o),
        MaskedAutoencoderOptions o => new MaskedAutoencoder(o),
        _ => new AttentionUnet((AttentionUnetOptions)options),
    };
}
