using Luciole.Models.Footprint;
using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

public sealed class RecomputationTests
{
    private static readonly UnetrOptions s_unetr = new() { ImageSize = 64, TokenSize = 8, EmbedDim = 48, Layers = 4, Heads = 3, HiddenMultiple = 1, Filters = 8, Dropout = 0.2 };

    [Theory]
    [InlineData(RecomputedParts.Transformer)]
    [InlineData(RecomputedParts.Decoder)]
    [InlineData(RecomputedParts.All)]
    public void Gradients_statistics_and_random_numbers_are_the_same_and_memory_is_less(RecomputedParts parts)
    {
        using var scope = new TensorScope();
        using var network = new Unetr(s_unetr);
        var start = network.State().Select(t => t.Tensor.Clone()).ToList();
        Step(network, RecomputedParts.None);
        Return(network, start);
        var kept = Step(network, RecomputedParts.None);
        Return(network, start);
        var again = Step(network, parts);
        Assert.Equal(kept.Loss, again.Loss);
        Assert.Equal(kept.Random, again.Random);
        Assert.Equal(kept.Tensors.Count, again.Tensors.Count);
        foreach (var (name, values) in kept.Tensors)
            Assert.Equal(values, again.Tensors[name]);
        Assert.InRange(again.Peak, 1, 0.9 * kept.Peak);
        Assert.InRange(again.AfterForward, 1, 0.9 * kept.AfterForward);
        var footprint = TrainingFootprint.Of(s_unetr, 4, new TrainingCopies(2, Recomputed: parts));
        Assert.InRange(footprint.Activations, 0.9 * again.AfterForward, 1.1 * again.AfterForward);
    }

    // Weights are copied to 16 bits and the copies kept: those made where autograd did not follow would lose their gradients.
    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void In_mixed_precision_gradients_and_random_numbers_are_the_same_too(double dropout)
    {
        using var network = new Unetr(s_unetr with { Dropout = dropout });
        var start = network.State().Select(t => t.Tensor.Clone()).ToList();
        var kept = Step(network, RecomputedParts.None, ScalarType.BFloat16);
        Return(network, start);
        var again = Step(network, RecomputedParts.All, ScalarType.BFloat16);
        start.ForEach(t => t.Dispose());
        Assert.Equal(kept.Loss, again.Loss);
        Assert.Equal(kept.Random, again.Random);
        foreach (var (name, values) in kept.Tensors)
            Assert.Equal(values, again.Tensors[name]);
        Assert.NotEmpty(again.Tensors["blocks.0.attn.qkv.weight"]);
        Assert.InRange(again.Peak, 1, 0.9 * kept.Peak);
    }

    [Fact]
    public void Without_dropout_nobody_reads_the_random_generator()
    {
        using var without = new Unetr(s_unetr with { Dropout = 0 });
        using var with = new Unetr(s_unetr);
        Assert.DoesNotContain(without.SelfAndParts().OfType<RecomputableBlock>(), b => b.IsRandom);
        Assert.Contains(with.SelfAndParts().OfType<RecomputableBlock>(), b => b.IsRandom);
    }

    [Fact]
    public void A_masked_autoencoder_is_recomputed_too()
    {
        using var scope = new TensorScope();
        using var network = new MaskedAutoencoder(new MaskedAutoencoderOptions { ImageSize = 32, TokenSize = 8, EmbedDim = 32, Layers = 2, Heads = 2, DecoderEmbedDim = 24, DecoderLayers = 2, DecoderHeads = 2, Mask = MaskKind.Random });
        var gradients = new List<List<float[]>>();
        foreach (var parts in new[] { RecomputedParts.None, RecomputedParts.All })
        {
            Recomputation.Choose(network, parts);
            network.ZeroGradients();
            RandomState.Seed(3);
            network.Forward(Images(32)).Loss.Backward();
            gradients.Add([.. network.Parameters().Select(p => p.Tensor.Gradient?.ToArray<float>() ?? [])]);
        }

        Assert.Equal(gradients[0], gradients[1]);
    }

    [Fact]
    public void Of_blocks_in_one_another_the_outer_one_is_chosen()
    {
        using var network = new Unetr(s_unetr);
        Recomputation.Choose(network, RecomputedParts.Decoder);
        var blocks = network.SelfAndParts().OfType<RecomputableBlock>().Where(b => b.IsRecomputed).ToList();
        Assert.DoesNotContain(blocks, b => b is Models.Transformer.TransformerBlock);
        Assert.Empty(blocks.SelectMany(b => b.SelfAndParts().OfType<RecomputableBlock>().Where(inner => inner != b && inner.IsRecomputed)));
        Recomputation.Choose(network, RecomputedParts.None);
        Assert.DoesNotContain(network.SelfAndParts().OfType<RecomputableBlock>(), b => b.IsRecomputed);
    }

    private static Tensor Images(int size) => Tensor.From([.. Enumerable.Range(0, 4 * size * size).Select(i => MathF.Sin(i * 0.37f))], 4, 1, size, size);

    private static void Return(Module network, List<Tensor> state)
    {
        using var noGrad = new Torch.Autograd.NoGradScope();
        foreach (var (now, then) in network.State().Zip(state))
            now.Tensor.CopyFrom(then);
    }

    private static Outcome Step(Unetr network, RecomputedParts parts, ScalarType? precision = null)
    {
        Recomputation.Choose(network, parts);
        network.ZeroGradients();
        RandomState.Seed(5);
        using var scope = new TensorScope();
        var images = Images(64);
        var before = TensorMemory.InUse;
        TensorMemory.ResetPeak();
        Tensor loss;
        using (precision is { } type ? new Autocast(DeviceKind.Cpu, type) : null)
            loss = network.Forward(images).To(ScalarType.Float32).Square().Mean();
        var after = TensorMemory.InUse - before;
        loss.Backward();
        var peak = TensorMemory.Peak - before;
        var tensors = network.Parameters().Where(p => p.Tensor.RequiresGrad).ToDictionary(p => p.Name, p => p.Tensor.Gradient?.ToArray<float>() ?? []);
        foreach (var buffer in network.State().Where(t => !t.IsParameter && t.Tensor.IsFloatingPoint))
            tensors[buffer.Name] = buffer.Tensor.ToArray<float>();
        foreach (var count in network.State().Where(t => t.Name.EndsWith("tracked", StringComparison.Ordinal)))
            tensors[count.Name] = [count.Tensor.ToArray<long>()[0]];
        return new Outcome(loss.Item(), RandomState.Capture(), tensors, after, peak);
    }

    private sealed record Outcome(double Loss, byte[] Random, Dictionary<string, float[]> Tensors, long AfterForward, long Peak);
}
