using Luciole.Files;
using Luciole.Models.Convolution;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

public sealed class AttentionUnetTests : IDisposable
{
    private static readonly AttentionUnetOptions Tiny = new() { FeatureMaps = [4, 6, 8] };
    private readonly TensorScope _scope = new();

    public AttentionUnetTests() => RandomState.Seed(6);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Tensors_have_the_names_and_order_of_a_checkpoint()
    {
        using var model = new AttentionUnet(new AttentionUnetOptions { FeatureMaps = [4, 6], Channels = 3, OutputChannels = 2 });
        string[] expected =
        [
            .. Block("down_path.0.block.0", 3, 4), .. Block("down_path.0.block.1", 4, 4),
            .. Block("bottleneck.block.0", 4, 6), .. Block("bottleneck.block.1", 6, 6),
            "up_path.0.up.0.weight 6,4,2,2", "up_path.0.up.0.bias 4", .. Norm("up_path.0.up.1", 4),
            "up_path.0.attention_gate.w_g.0.weight 2,4,1,1", "up_path.0.attention_gate.w_g.0.bias 2",
            .. Norm("up_path.0.attention_gate.w_g.1", 2), .. Norm("up_path.0.attention_gate.w_g.2", 2),
            "up_path.0.attention_gate.w_x.0.weight 2,4,1,1", "up_path.0.attention_gate.w_x.0.bias 2",
            "up_path.0.attention_gate.psi.0.weight 1,2,1,1", "up_path.0.attention_gate.psi.0.bias 1", .. Norm("up_path.0.attention_gate.psi.1", 1),
            .. Block("up_path.0.conv_block.block.0", 8, 4), .. Block("up_path.0.conv_block.block.1", 4, 4),
            "last_block.weight 2,4,1,1", "last_block.bias 2",
        ];
        Assert.Equal(expected, model.State().Select(t => $"{t.Name} {string.Join(",", t.Tensor.Shape)}".TrimEnd()));

        static string[] Norm(string name, int channels) =>
            [$"{name}.weight {channels}", $"{name}.bias {channels}", $"{name}.running_mean {channels}", $"{name}.running_var {channels}", $"{name}.num_batches_tracked"];

        static string[] Block(string name, int inputs, int outputs) =>
            [$"{name}.block.0.weight {outputs},{inputs},3,3", $"{name}.block.0.bias {outputs}", .. Norm($"{name}.block.1", outputs)];
    }

    [Theory]
    [InlineData(1, 1, 16, 24)]
    [InlineData(3, 2, 4, 4)]
    public void Any_multiple_of_the_coarsest_pixel_works(long channels, long outputs, long height, long width)
    {
        using var model = new AttentionUnet(Tiny with { Channels = channels, OutputChannels = outputs });
        model.Eval();
        using var noGrad = new NoGradScope();
        var output = model.Forward(Tensor.Randn([2, channels, height, width]));
        Assert.Equal([2, outputs, height, width], output.Shape);
        Assert.True(output.AllFinite());
        Assert.Equal(4, model.SizeMultiple);
        Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, channels, height + 2, width])));
    }

    [Theory]
    [InlineData(ActivationKind.Elu, NormalizationKind.Batch)]
    [InlineData(ActivationKind.Tanh, NormalizationKind.Instance)]
    [InlineData(ActivationKind.Gelu, NormalizationKind.None)]
    public void Gradients_agree_with_differences(ActivationKind activation, NormalizationKind normalization)
    {
        using var model = GradientCheck.ToDouble(new AttentionUnet(Tiny with { Activation = activation, Normalization = normalization }));
        var input = Tensor.Randn([2, 1, 8, 8]).To(ScalarType.Float64);
        GradientCheck.Run(model, () => model.Forward(input).Square().Mean(), elementsPerParameter: 2);
    }

    [Fact]
    public void The_gate_normalises_its_gating_branch_twice_and_its_skip_branch_never()
    {
        using var gate = new AttentionGate(4, NormalizationKind.Batch);
        foreach (var (name, tensor, _) in gate.State().Where(t => t.Tensor.ScalarType == ScalarType.Float32))
        {
            using var noGrad = new NoGradScope();
            tensor.UniformInPlace(name.Contains("running_var") ? 0.5 : -1, 1.5);
        }

        gate.Eval();
        var (g, x) = (Tensor.Randn([1, 4, 2, 3]), Tensor.Randn([1, 4, 2, 3]));
        var state = gate.State().Where(t => t.Tensor.ScalarType == ScalarType.Float32).ToDictionary(t => t.Name, t => t.Tensor.ToArray<float>());
        var (gating, skip) = (g.ToArray<float>(), x.ToArray<float>());
        var expected = new float[24];
        for (var pixel = 0; pixel < 6; pixel++)
        {
            var inner = new double[2];
            for (var o = 0; o < 2; o++)
            {
                double fromGating = state["w_g.0.bias"][o], fromSkip = state["w_x.0.bias"][o];
                for (var c = 0; c < 4; c++)
                {
                    fromGating += state["w_g.0.weight"][(o * 4) + c] * gating[(c * 6) + pixel];
                    fromSkip += state["w_x.0.weight"][(o * 4) + c] * skip[(c * 6) + pixel];
                }

                inner[o] = Math.Max(0, Norm("w_g.2", o, Norm("w_g.1", o, fromGating)) + fromSkip);
            }

            var psi = Norm("psi.1", 0, state["psi.0.bias"][0] + (state["psi.0.weight"][0] * inner[0]) + (state["psi.0.weight"][1] * inner[1]));
            for (var c = 0; c < 4; c++)
                expected[(c * 6) + pixel] = (float)(skip[(c * 6) + pixel] / (1 + Math.Exp(-psi)));
        }

        using (new NoGradScope())
            Compare.RelativeToLargest(expected, gate.Forward(g, x).ToArray<float>(), 1e-5, "gate");

        double Norm(string name, int c, double value) =>
            ((value - state[name + ".running_mean"][c]) / Math.Sqrt(state[name + ".running_var"][c] + 1e-5) * state[name + ".weight"][c]) + state[name + ".bias"][c];
    }

    [Fact]
    public void Passes_without_a_scope_outside_leave_only_their_output()
    {
        _scope.Dispose();
        using var model = new AttentionUnet(Tiny);
        using var image = Tensor.Randn([1, 1, 8, 8]);
        var before = LiveTensors.Count();
        using (var output = model.Forward(image))
        {
            using var loss = output.Sum();
            loss.Backward();
        }

        Assert.Equal(before, Tensor.AliveCount);
        Assert.False(image.IsDisposed);
    }

    [Fact]
    public void Contradictions_are_refused()
    {
        void Refused(AttentionUnetOptions options, string words) =>
            Assert.Contains(words, Assert.Throws<InputException>(() => new AttentionUnet(options)).Message);

        Refused(Tiny with { KernelSize = 4 }, "3 and 5");
        Refused(Tiny with { FeatureMaps = [16] }, "2 to 12");
        Refused(Tiny with { FeatureMaps = [1, 2] }, "cannot halve");
        Refused(Tiny with { FeatureMaps = [16, 0] }, "MODEL.FEATURE_MAPS");
        Refused(Tiny with { DropoutValues = [0.1] }, "1 values for the 3 levels");
        Refused(Tiny with { DropoutValues = [0.1, 1, 0] }, "MODEL.DROPOUT_VALUES");
        Refused(Tiny with { Normalization = NormalizationKind.Group }, "bn, in or none");
    }
}
