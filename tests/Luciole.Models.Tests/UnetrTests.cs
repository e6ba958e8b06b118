using Luciole.Models.Convolution;
using Luciole.Models.Transformer;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

public sealed class UnetrTests : IDisposable
{
    private static readonly UnetrOptions Tiny = new()
    {
        ImageSize = 16, TokenSize = 8, EmbedDim = 8, Layers = 2, Heads = 2, MlpRatio = 2, HiddenMultiple = 1, Filters = 2, KernelSize = 3,
    };

    private readonly TensorScope _scope = new();

    public UnetrTests() => RandomState.Seed(1);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(32, 9, 214_399_169)]
    [InlineData(16, 7, 107_647_969)]
    public void The_published_models_have_the_published_number_of_parameters(long filters, long kernel, long expected)
    {
        using var model = new Unetr(new UnetrOptions { ImageSize = 1024, TokenSize = 32, Filters = filters, KernelSize = kernel }, initialize: false);
        Assert.Equal(expected, model.ParameterCount);
        Assert.Equal(321, model.State().Count());
        string[] encoder = ["cls_token", "pos_embed", "patch_embed.", "blocks.", "norm."];
        Assert.Equal(86_631_168, model.Parameters().Where(p => encoder.Any(e => p.Name.StartsWith(e, StringComparison.Ordinal))).Sum(p => p.Tensor.ElementCount));
        Assert.Equal(787_200, model.Parameters().Where(p => !p.Tensor.RequiresGrad).Sum(p => p.Tensor.ElementCount));
    }

    [Fact]
    public void Tensors_have_the_names_shapes_and_order_of_a_checkpoint()
    {
        using var model = new Unetr(new UnetrOptions
        {
            ImageSize = 8, Channels = 3, OutputChannels = 2, TokenSize = 4, EmbedDim = 8, Layers = 1, Heads = 2, MlpRatio = 2, HiddenMultiple = 1, Filters = 5, KernelSize = 7,
        });
        string[] expected =
        [
            "cls_token 1,1,8", "pos_embed 1,5,8", "patch_embed.proj.weight 8,3,4,4", "patch_embed.proj.bias 8",
            "blocks.0.norm1.weight 8", "blocks.0.norm1.bias 8", "blocks.0.attn.qkv.weight 24,8", "blocks.0.attn.qkv.bias 24",
            "blocks.0.attn.proj.weight 8,8", "blocks.0.attn.proj.bias 8", "blocks.0.norm2.weight 8", "blocks.0.norm2.bias 8",
            "blocks.0.mlp.fc1.weight 16,8", "blocks.0.mlp.fc1.bias 16", "blocks.0.mlp.fc2.weight 8,16", "blocks.0.mlp.fc2.bias 8",
            "norm.weight 8", "norm.bias 8", "bottleneck.weight 8,10,2,2", "mid_blue_block.0.0.weight 8,10,2,2",
            .. Block("mid_blue_block.0.1", 10, 10),
            .. Block("two_yellow_layers.0.block.0", 20, 10), .. Block("two_yellow_layers.0.block.1", 10, 10),
            .. Block("two_yellow_layers.1.block.0", 3, 5), .. Block("two_yellow_layers.1.block.1", 5, 5),
            .. Block("two_yellow_layers.2.block.0", 10, 5), .. Block("two_yellow_layers.2.block.1", 5, 5),
            "up_green_layers.0.weight 10,5,2,2", "last_block.weight 2,5,1,1", "last_block.bias 2",
        ];
        Assert.Equal(expected, model.State().Select(t => $"{t.Name} {string.Join(",", t.Tensor.Shape)}".TrimEnd()));

        static string[] Block(string name, int inputs, int outputs) =>
        [
            $"{name}.block.0.weight {outputs},{inputs},7,7", $"{name}.block.0.bias {outputs}", $"{name}.block.1.weight {outputs}",
            $"{name}.block.1.bias {outputs}", $"{name}.block.1.running_mean {outputs}", $"{name}.block.1.running_var {outputs}",
            $"{name}.block.1.num_batches_tracked",
        ];
    }

    [Fact]
    public void Without_normalisation_a_block_has_its_convolution_alone()
    {
        using var model = new Unetr(Tiny with { Normalization = NormalizationKind.None });
        Assert.DoesNotContain(model.State(), t => t.Name.Contains(".block.1.weight") && t.Tensor.Dimensions == 1);
        using var normalized = new Unetr(Tiny);
        Assert.Equal(normalized.Parameters().Count(IsBiasOfConvolution), model.Parameters().Count(IsBiasOfConvolution));

        static bool IsBiasOfConvolution(NamedTensor tensor) => tensor.Name.EndsWith("block.0.bias", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2, 1, 1, 1)]
    [InlineData(4, 12, 3, 2, 1)]
    [InlineData(16, 32, 2, 3, 5)]
    [InlineData(8, 8, 1, 1, 3)]
    public void Any_size_token_and_number_of_channels_works(long token, long size, long channels, long outputs, long kernel)
    {
        using var model = new Unetr(Tiny with { TokenSize = token, ImageSize = size, Channels = channels, OutputChannels = outputs, KernelSize = kernel, Layers = 4 });
        model.Eval();
        using var noGrad = new NoGradScope();
        var output = model.Forward(Tensor.Randn([2, channels, size, size]));
        Assert.Equal([2, outputs, size, size], output.Shape);
        Assert.True(output.AllFinite());
        Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, channels + 1, size, size])));
        Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, channels, size * 2, size])));
    }

    [Theory]
    [InlineData(NormalizationKind.Batch)]
    [InlineData(NormalizationKind.Instance)]
    [InlineData(NormalizationKind.Group)]
    [InlineData(NormalizationKind.None)]
    public void Gradients_agree_with_differences(NormalizationKind normalization)
    {
        // A smooth activation: differences across a kink of ReLU mean nothing.
        using var model = GradientCheck.ToDouble(new Unetr(Tiny with
        {
            Normalization = normalization, DecoderActivation = ActivationKind.Silu, Filters = normalization == NormalizationKind.Group ? 16 : 2, PositionEmbedding = PositionEmbeddingKind.Learned,
        }));
        var input = Tensor.Randn([2, 1, 16, 16]).To(ScalarType.Float64);
        var target = Tensor.Randn([2, 1, 16, 16]).To(ScalarType.Float64);
        GradientCheck.Run(model, () => Functional.MseLoss(model.Forward(input), target), elementsPerParameter: 2);
    }

    [Fact]
    public void The_final_norm_takes_no_part_and_gets_no_gradient()
    {
        using var model = new Unetr(Tiny);
        model.Forward(Tensor.Randn([1, 1, 16, 16])).Sum().Backward();
        Assert.Equal(
            ["pos_embed", "norm.weight", "norm.bias"],
            model.Parameters().Where(p => p.Tensor.Gradient is null).Select(p => p.Name));
    }

    [Fact]
    public void Evaluation_leaves_the_state_alone_and_treats_each_image_by_itself()
    {
        using var model = new Unetr(Tiny);
        var images = Tensor.Randn([3, 1, 16, 16]);
        model.Forward(images);
        model.Eval();
        using var noGrad = new NoGradScope();
        var before = model.State().Select(t => t.Tensor.Detach().To(ScalarType.Float64).ToArray<double>()).ToList();
        var together = model.Forward(images);
        var alone = model.Forward(images.Slice(0, 1, 2));
        Compare.RelativeToLargest(together.Slice(0, 1, 2).ToArray<float>(), alone.ToArray<float>(), 1e-5, "one image");
        Assert.Equal(before, model.State().Select(t => t.Tensor.Detach().To(ScalarType.Float64).ToArray<double>()));
    }

    [Fact]
    public void Training_normalises_by_the_batch_and_moves_the_running_statistics_by_a_tenth()
    {
        using var model = new Unetr(Tiny);
        using var noGrad = new NoGradScope();
        var images = Tensor.Randn([2, 1, 16, 16]);
        var state = model.State().ToDictionary(t => t.Name, t => t.Tensor);
        model.Forward(images);

        // The first convolution on the image itself: its output's statistics can be told from outside.
        var map = Functional.Conv2d(images, state["two_yellow_layers.2.block.0.block.0.weight"], state["two_yellow_layers.2.block.0.block.0.bias"], padding: 1);
        var mean = map.Mean([0, 2, 3]).ToArray<float>();
        var variance = map.Variance([0, 2, 3], unbiased: true).ToArray<float>();
        Compare.RelativeToLargest([.. mean.Select(m => 0.1f * m)], state["two_yellow_layers.2.block.0.block.1.running_mean"].ToArray<float>(), 1e-4, "mean");
        Compare.RelativeToLargest([.. variance.Select(v => 0.9f + (0.1f * v))], state["two_yellow_layers.2.block.0.block.1.running_var"].ToArray<float>(), 1e-5, "variance");
        Assert.Equal([1L], state["two_yellow_layers.2.block.0.block.1.num_batches_tracked"].ToArray<long>());
        model.Forward(images);
        Assert.Equal([2L], state["two_yellow_layers.2.block.0.block.1.num_batches_tracked"].ToArray<long>());
    }

    [Fact]
    public void The_seed_determines_the_first_weights()
    {
        float[] Weights(long seed)
        {
            RandomState.Seed(seed);
            using var model = new Unetr(Tiny);
            return [.. model.Parameters().SelectMany(p => p.Tensor.ToArray<float>())];
        }

        Assert.Equal(Weights(5), Weights(5));
        Assert.NotEqual(Weights(5), Weights(6));
    }

    [Fact]
    public void First_weights_have_the_ranges_of_their_kind()
    {
        using var model = new Unetr(Tiny with { EmbedDim = 64, Filters = 8 });
        var state = model.Parameters().ToDictionary(t => t.Name, t => t.Tensor.ToArray<float>());

        void FillsUniformly(string name, double bound)
        {
            Assert.InRange(state[name].Max(Math.Abs), 0.9 * bound, bound);
            Assert.Equal(bound / Math.Sqrt(3), Math.Sqrt(state[name].Average(v => (double)v * v)), 0.1 * bound);
        }

        FillsUniformly("patch_embed.proj.weight", Math.Sqrt(6.0 / ((1 + 64) * 64)));
        FillsUniformly("blocks.0.attn.qkv.weight", Math.Sqrt(6.0 / (64 + 192)));
        FillsUniformly("two_yellow_layers.0.block.0.block.0.weight", Math.Sqrt(6.0 / ((64 + 32) * 9)));
        FillsUniformly("bottleneck.weight", 1 / Math.Sqrt(32 * 4));
        Assert.All(state.Where(t => t.Key.EndsWith("bias", StringComparison.Ordinal) || t.Key == "cls_token"), t => Assert.All(t.Value, v => Assert.Equal(0, v)));
        Assert.All(state["blocks.0.norm1.weight"], v => Assert.Equal(1, v));
    }

    [Fact]
    public void Dropout_acts_in_training_only()
    {
        using var model = new Unetr(Tiny with { Dropout = 0.5, Normalization = NormalizationKind.None });
        var image = Tensor.Randn([1, 1, 16, 16]);
        using var noGrad = new NoGradScope();
        Assert.NotEqual(model.Forward(image).ToArray<float>(), model.Forward(image).ToArray<float>());
        model.Eval();
        Assert.Equal(model.Forward(image).ToArray<float>(), model.Forward(image).ToArray<float>());
    }

    [Fact]
    public void Twenty_steps_and_twenty_predictions_leave_no_tensor_behind_and_learn()
    {
        using var model = new Unetr(Tiny);
        using var optimizer = new AdamW(ParameterGroup.Split(model, 0.01), 0.01);
        var image = Tensor.Randn([2, 1, 16, 16]);
        var target = Functional.MaxPool2d(image, 2).Repeat(1, 1, 2, 2);
        double Step()
        {
            using var scope = new TensorScope();
            model.Train();
            model.ZeroGradients();
            var loss = Functional.MseLoss(model.Forward(image), target);
            loss.Backward();
            optimizer.Step();
            return loss.Item();
        }

        void Predict()
        {
            using var noGrad = new NoGradScope();
            model.Eval();
            using var output = model.Forward(image);
            Assert.True(output.AllFinite());
        }

        var first = Step();
        Predict();
        var before = LiveTensors.Count();
        double last = 0;
        for (var i = 0; i < 20; i++)
        {
            last = Step();
            Predict();
        }

        Assert.Equal(before, Tensor.AliveCount);
        Assert.True(last < 0.8 * first, $"the loss went from {first} to {last}");
    }

    [Fact]
    public void A_prediction_without_any_scope_outside_frees_all_but_its_output()
    {
        _scope.Dispose();
        var atStart = LiveTensors.Count();
        using var model = new Unetr(Tiny);
        Assert.Equal(atStart + model.State().Count(), Tensor.AliveCount);
        model.Eval();
        using var noGrad = new NoGradScope();
        using var image = Tensor.Randn([1, 1, 16, 16]);
        var before = Tensor.AliveCount;
        using (var output = model.Forward(image))
            Assert.Equal(before + 1, Tensor.AliveCount);
        Assert.Equal(before, Tensor.AliveCount);
    }
}
