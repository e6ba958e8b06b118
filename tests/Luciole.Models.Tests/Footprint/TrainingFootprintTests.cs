using Luciole.Files;
using Luciole.Models.Convolution;
using Luciole.Models.Footprint;
using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests.Footprint;

public sealed class TrainingFootprintTests
{
    private static readonly TrainingCopies s_adam = new(2);

    private static readonly UnetrOptions s_unetr = new() { ImageSize = 128, TokenSize = 16, EmbedDim = 96, Layers = 9, Heads = 3, HiddenMultiple = 3, Filters = 16 };

    private static readonly MaskedAutoencoderOptions s_mae = new() { ImageSize = 128, TokenSize = 8, EmbedDim = 64, Layers = 3, Heads = 4, DecoderEmbedDim = 96, DecoderLayers = 2, DecoderHeads = 3 };

    private static readonly AttentionUnetOptions s_attention = new() { FeatureMaps = [8, 16, 32, 64] };

    private static readonly Dictionary<string, object> s_networks = new(StringComparer.Ordinal)
    {
        ["unetr"] = s_unetr,
        ["unetr without normalisation"] = s_unetr with { Normalization = NormalizationKind.None, KernelSize = 5 },
        ["unetr by groups with dropout and gelu"] =
            s_unetr with { Normalization = NormalizationKind.Group, Dropout = 0.25, DecoderActivation = ActivationKind.Gelu, Channels = 3, OutputChannels = 2 },
        ["masked autoencoder"] = s_mae,
        ["attention U-Net"] = s_attention,
        ["attention U-Net without normalisation"] = s_attention with { Normalization = NormalizationKind.None, Activation = ActivationKind.Silu },
    };

    public static TheoryData<string> Networks { get; } = [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Weights_are_those_of_the_network(string name)
    {
        using var network = Network(s_networks[name]);
        var footprint = Of(s_networks[name], 2);
        Assert.Equal(network.ParameterCount * 4, footprint.Weights);
        Assert.Equal(network.Parameters().Where(p => p.Tensor.RequiresGrad).Sum(p => p.Tensor.ElementCount) * 4, footprint.Gradients);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Activations_are_what_a_forward_pass_leaves_in_memory(string name)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("LUCIOLE_CONV") is { Length: > 0 }, "LUCIOLE_CONV forces how convolutions are computed, and so what they keep.");

        // The first pass brings in what libtorch and our kernels keep for themselves.
        using var network = Network(s_networks[name]);
        KeptByForward(network, batch: 4);
        var kept = KeptByForward(network, batch: 4);
        var computed = Of(s_networks[name], 4).Activations;
        Assert.True(Math.Abs(computed - kept) < 0.06 * kept, $"{name}: {computed} computed, {kept} measured");
    }

    [Fact]
    public void A_transformer_block_keeps_the_arguments_of_its_operators_and_no_attention_weights()
    {
        var blocks = Of(s_mae with { Layers = 4 }, 5).Activations - Of(s_mae with { Layers = 3 }, 5).Activations;

        // 129 visible tokens of 64 features: eight maps of them and two of four times the width; a number for each of four heads.
        Assert.Equal(5 * 4 * ((129L * 64 * (8 + 8)) + (4 * 129)), blocks);
    }

    [Fact]
    public void Activations_grow_with_the_batch_and_all_else_stays()
    {
        var (one, three) = (Of(s_unetr, 1), Of(s_unetr, 3));
        Assert.Equal(3 * one.Activations, three.Activations);
        Assert.Equal((one.Weights, one.Gradients, one.OptimizerState), (three.Weights, three.Gradients, three.OptimizerState));
        Assert.InRange(three.Total - one.Total, three.Activations - one.Activations, 2 * (three.Activations - one.Activations));
    }

    [Fact]
    public void Copies_of_the_weights_are_counted_as_they_are_asked_for()
    {
        var adam = Of(s_unetr, 2);
        var sgd = TrainingFootprint.Of(s_unetr, 2, new TrainingCopies(1));
        var averaged = TrainingFootprint.Of(s_unetr, 2, new TrainingCopies(2, KeepsAverage: true));
        Assert.Equal((2 * adam.Gradients, adam.Gradients), (adam.OptimizerState, sgd.OptimizerState));
        Assert.Equal(adam.Gradients, adam.Total - sgd.Total);
        Assert.Equal((0, adam.Weights), (adam.Average, averaged.Average));
        Assert.Equal(adam.Weights, averaged.Total - adam.Total);
        Assert.InRange(TrainingFootprint.Of(s_unetr, 2, new TrainingCopies(2, Accumulates: true)).Total - adam.Total, adam.Gradients / 2, adam.Gradients);
    }

    [Fact]
    public void Predicting_takes_less_than_training()
    {
        Assert.InRange(PredictionFootprint.Of(s_unetr, 4).Activations, 1, Of(s_unetr, 4).Activations);
        Assert.InRange(PredictionFootprint.Of(s_attention, 4, 128, 128).Total, 1, Of(s_attention, 4).Total);
        Assert.Equal(Of(s_unetr, 1).Weights, PredictionFootprint.Of(s_unetr, 1).Weights);
    }

    [Fact]
    public void Numbers_that_make_no_network_are_refused() =>
        Assert.Throws<InputException>(() => Of(s_unetr with { ImageSize = 100 }, 1));

    [Theory]
    [InlineData(256, 4, 593)]
    [InlineData(256, 8, 1075)]
    [InlineData(512, 1, 595)]
    [InlineData(512, 2, 1075)]
    [InlineData(256, 4, 398, RecomputedParts.All)]
    public void The_whole_is_close_to_what_was_measured(long size, long batch, double mebibytes, RecomputedParts recomputed = RecomputedParts.None)
    {
        // Peak resident memory of three steps less that of the program alone, libtorch 1.13, two threads, 2026-11-23.
        var options = new UnetrOptions { ImageSize = size, TokenSize = 16, EmbedDim = 192, Layers = 12, Heads = 6 };
        Assert.InRange(TrainingFootprint.Of(options, batch, new TrainingCopies(2, Recomputed: recomputed)).Total / 1048576.0 / mebibytes, 0.9, 1.1);
    }

    private static long KeptByForward(Module network, long batch)
    {
        using var scope = new TensorScope();
        var before = TensorMemory.InUse;
        var channels = network is ImageToImageModel model ? model.InputChannels : 1;
        var raw = Tensor.Rand([batch, channels, 128, 128]);
        Tensor loss;
        if (network is MaskedAutoencoder autoencoder)
        {
            loss = autoencoder.Forward(raw).Loss;
        }
        else
        {
            var target = Tensor.Rand([batch, ((ImageToImageModel)network).OutputChannels, 128, 128]);
            loss = Functional.MseLoss(((ImageToImageModel)network).Forward(raw), target);
        }

        GC.KeepAlive(loss);
        return TensorMemory.InUse - before;
    }

    private static TrainingFootprint Of(object options, long batch) => options switch
    {
        UnetrOptions o => TrainingFootprint.Of(o, batch, s_adam),
        MaskedAutoencoderOptions o => TrainingFootprint.Of(o, batch, s_adam),
        _ => TrainingFootprint.Of((AttentionUnetOptions)options, batch, 128, 128, s_adam),
    };

    private static Module Network(object options) => options switch
    {
        UnetrOptions o => new Unetr(o),
        MaskedAutoencoderOptions o => new MaskedAutoencoder(o),
        _ => new AttentionUnet((AttentionUnetOptions)options),
    };
}
