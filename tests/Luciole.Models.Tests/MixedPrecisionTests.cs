using Luciole.Models.Convolution;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

/// <summary>Whole networks in bfloat16 and with channels innermost, against the same in single precision.</summary>
public sealed class MixedPrecisionTests : IDisposable
{
    private static readonly UnetrOptions s_unetr = new() { ImageSize = 32, TokenSize = 8, EmbedDim = 24, Layers = 4, Heads = 2, HiddenMultiple = 1, Filters = 16, KernelSize = 5 };
    private readonly TensorScope _scope = new();

    public MixedPrecisionTests() => RandomState.Seed(11);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(NormalizationKind.Batch, RecomputedParts.None)]
    [InlineData(NormalizationKind.Batch, RecomputedParts.All)]
    [InlineData(NormalizationKind.Instance, RecomputedParts.None)]
    [InlineData(NormalizationKind.Group, RecomputedParts.None)]
    [InlineData(NormalizationKind.None, RecomputedParts.None)]
    public void A_Unetr_learns_in_bfloat16(NormalizationKind normalization, RecomputedParts recomputed)
    {
        using var model = new Unetr(s_unetr with { Normalization = normalization });
        Recomputation.Choose(model, recomputed);
        var (input, target) = (Tensor.Randn([2, 1, 32, 32]), Tensor.Randn([2, 1, 32, 32]));
        ComparesPrecisions(model, () => Functional.MseLoss(model.Forward(input), target));
    }

    [Fact]
    public void A_masked_autoencoder_learns_in_bfloat16()
    {
        using var model = new MaskedAutoencoder(new MaskedAutoencoderOptions
        {
            ImageSize = 32, TokenSize = 8, EmbedDim = 24, Layers = 2, Heads = 2, MlpRatio = 2, DecoderEmbedDim = 16, DecoderLayers = 1, DecoderHeads = 2,
        });
        var (images, noise) = (Tensor.Randn([4, 1, 32, 32]), Tensor.Rand([4, 16]));
        ComparesPrecisions(model, () => model.Forward(images, noise).Loss);
    }

    [Fact]
    public void An_attention_U_Net_learns_in_bfloat16()
    {
        using var model = new AttentionUnet(new AttentionUnetOptions { FeatureMaps = [8, 16], Channels = 1, OutputChannels = 1 });
        var (input, target) = (Tensor.Randn([2, 1, 32, 32]), Tensor.Randn([2, 1, 32, 32]));
        ComparesPrecisions(model, () => Functional.MseLoss(model.Forward(input), target));
    }

    [Fact]
    public void Predictions_in_bfloat16_are_near_the_exact_ones()
    {
        using var model = new Unetr(s_unetr);
        model.Eval();
        using var noGrad = new NoGradScope();
        var input = Tensor.Randn([2, 1, 32, 32]);
        var exact = model.Forward(input);
        using var precision = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
        var cast = model.Forward(input).To(ScalarType.Float32);
        Assert.InRange((exact - cast).Abs().Max().Item() / exact.Abs().Max().Item(), 1e-9, 0.05);
    }

    // The order in memory changes neither results nor what a checkpoint holds.
    [Fact]
    public void Channels_innermost_are_the_same_network()
    {
        using var model = new Unetr(s_unetr);
        var (input, target) = (Tensor.Randn([2, 1, 32, 32]), Tensor.Randn([2, 1, 32, 32]));
        var stored = model.State().ToDictionary(t => t.Name, t => t.Tensor.To(ScalarType.Float64).ToArray<double>());
        var (loss, gradients) = Gradients(model, () => Functional.MseLoss(model.Forward(input), target));
        model.UseChannelsLast();
        Assert.Contains(model.State(), t => t.Tensor is { Dimensions: 4, IsContiguous: false, IsChannelsLast: true });
        foreach (var (name, tensor, _) in model.State().Where(t => t.IsParameter))
            Assert.Equal(stored[name], tensor.To(ScalarType.Float64).ToArray<double>());
        var (lossAgain, gradientsAgain) = Gradients(model, () => Functional.MseLoss(model.Forward(input.ToChannelsLast()), target));
        Assert.Equal(loss, lossAgain, 1e-4);
        Assert.InRange(Cosine(gradients, gradientsAgain), 1 - 1e-5, 1 + 1e-9);
    }

    private static void ComparesPrecisions(Module model, Func<Tensor> lossOf)
    {
        var (loss, gradients) = Gradients(model, lossOf);
        var (castLoss, castGradients) = Gradients(model, () =>
        {
            using var precision = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
            return lossOf();
        });
        Assert.InRange(castLoss / loss, 0.98, 1.02);
        Assert.InRange(Cosine(gradients, castGradients), 0.99, 1 - 1e-9);
    }

    private static (double Loss, Dictionary<string, float[]> Gradients) Gradients(Module model, Func<Tensor> lossOf)
    {
        model.ZeroGradients();
        var loss = lossOf();
        Assert.Equal(ScalarType.Float32, loss.ScalarType);
        loss.Backward();
        // A Unetr has parameters that its output does not depend on.
        return (loss.Item(), model.Parameters().Where(p => p.Tensor.Gradient is not null).ToDictionary(p => p.Name, p => p.Tensor.Gradient!.ToArray<float>()));
    }

    private static double Cosine(Dictionary<string, float[]> left, Dictionary<string, float[]> right)
    {
        double product = 0, lefts = 0, rights = 0;
        foreach (var (name, values) in left)
        {
            var others = right[name];
            for (var i = 0; i < values.Length; i++)
            {
                product += (double)values[i] * others[i];
                lefts += (double)values[i] * values[i];
                rights += (double)others[i] * others[i];
            }
        }

        return product / Math.Sqrt(lefts * rights);
    }
}
