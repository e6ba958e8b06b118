using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Tests.Precision;

public sealed class AutocastTests : IDisposable
{
    // bfloat16 keeps 8 bits; sums over a hundred products add up some of their errors.
    private const double Tolerance = 0.03;
    private readonly TensorScope _scope = new();

    public AutocastTests() => RandomState.Seed(1);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Products_compute_in_bfloat16_and_the_thread_is_left_as_it_was()
    {
        var (a, b) = (Tensor.Randn([5, 7]), Tensor.Randn([7, 3]));
        Assert.Null(Autocast.TypeOf(DeviceKind.Cpu));
        using (new Autocast(DeviceKind.Cpu, ScalarType.BFloat16))
        {
            Assert.Equal(ScalarType.BFloat16, Autocast.TypeOf(DeviceKind.Cpu));
            Assert.Null(Autocast.TypeOf(DeviceKind.Cuda));
            Assert.Equal(ScalarType.BFloat16, a.MatMul(b).ScalarType);
        }

        Assert.Null(Autocast.TypeOf(DeviceKind.Cpu));
        Assert.Equal(ScalarType.Float32, a.MatMul(b).ScalarType);
    }

    [Fact]
    public void Scopes_nest_and_end_once()
    {
        var outer = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
        var inner = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
        inner.Dispose();
        inner.Dispose();
        Assert.True(Autocast.IsOn(DeviceKind.Cpu));
        outer.Dispose();
        Assert.False(Autocast.IsOn(DeviceKind.Cpu));
    }

    [Fact]
    public void Another_thread_is_not_concerned()
    {
        using var precision = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
        var seen = true;
        var thread = new Thread(() => seen = Autocast.IsOn(DeviceKind.Cpu));
        thread.Start();
        thread.Join();
        Assert.False(seen);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    public void The_processor_takes_bfloat16_alone(ScalarType type) =>
        Assert.Throws<ArgumentException>(() => new Autocast(DeviceKind.Cpu, type));

    // Each would go to a kernel of our own in single precision, which must not pass for bfloat16.
    [Fact]
    public void Kernels_of_our_own_step_aside()
    {
        var tokens = Tensor.Randn([2, 256, 192]);
        var (weight, bias) = (Tensor.Randn([576, 192]), Tensor.Randn([576]));
        var image = Tensor.Randn([1, 16, 64, 64]);
        var kernel = Tensor.Randn([16, 16, 9, 9]);
        var offset = Tensor.Zeros([16]);
        Func<Tensor>[] layers =
        [
            () => Functional.Linear(tokens, weight, bias),
            () => Functional.LinearGelu(tokens, weight, bias),
            () => Functional.SelfAttention(tokens, 4),
            () => Functional.Conv2d(image, kernel, offset, padding: 4),
        ];
        foreach (var layer in layers)
        {
            var exact = layer();
            using var precision = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
            var cast = layer();
            Assert.Equal(ScalarType.BFloat16, cast.ScalarType);
            Close(exact, cast, Tolerance);
        }
    }

    // Which type it computes in is libtorch's to say: single precision in 1.13.
    [Fact]
    public void A_transposed_convolution_takes_what_a_convolution_gives()
    {
        var (image, up) = (Tensor.Randn([1, 16, 64, 64]), Tensor.Randn([16, 8, 2, 2]));
        var exact = Functional.ConvTranspose2d(image, up, null, 2);
        using var precision = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
        Close(exact, Functional.ConvTranspose2d(image.To(ScalarType.BFloat16), up, null, 2), Tolerance);
    }

    [Fact]
    public void A_perceptron_adds_its_residual_in_single_precision()
    {
        var (input, residual) = (Tensor.Randn([64, 32]), Tensor.Randn([64, 32]));
        var (weight1, bias1, weight2, bias2) = (Tensor.Randn([96, 32]), Tensor.Randn([96]), Tensor.Randn([32, 96]), Tensor.Randn([32]));
        Tensor Run() => Functional.Perceptron(input, weight1, bias1, weight2, bias2, residual);
        var exact = Run();
        using var precision = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
        var cast = Run();
        Assert.Equal(ScalarType.Float32, cast.ScalarType);
        Close(exact, cast, Tolerance);
    }

    [Fact]
    public void Normalisation_takes_what_a_convolution_in_bfloat16_gives()
    {
        using var convolution = new Conv2d(3, 8, 3, padding: 1);
        using var normalization = new BatchNorm2d(8);
        Initialization.XavierUniform(convolution.Weight);
        var image = Tensor.Randn([2, 3, 16, 16]);
        var exact = convolution.ForwardNormalizedRelu(normalization, [image]);
        using var precision = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
        Close(exact, convolution.ForwardNormalizedRelu(normalization, [image]), Tolerance);
        Assert.Equal(2, normalization.BatchesTracked.Item());
    }

    [Fact]
    public void Gradients_of_weights_are_in_single_precision_and_near_the_exact_ones()
    {
        using var layer = new Linear(64, 48);
        Initialization.XavierUniform(layer.Weight);
        var (input, target) = (Tensor.Randn([32, 64]), Tensor.Randn([32, 48]));
        Tensor Gradient(bool cast)
        {
            layer.ZeroGradients();
            Tensor loss;
            using (cast ? new Autocast(DeviceKind.Cpu, ScalarType.BFloat16) : null)
                loss = Functional.MseLoss(layer.Forward(input), target);
            Assert.Equal(ScalarType.Float32, loss.ScalarType);
            loss.Backward();
            return layer.Weight.Gradient!;
        }

        var exact = Gradient(cast: false).Clone();
        var rounded = Gradient(cast: true);
        Assert.Equal(ScalarType.Float32, rounded.ScalarType);
        Close(exact, rounded, Tolerance);
        Assert.NotEqual(exact.ToArray<float>(), rounded.ToArray<float>());
    }

    [Fact]
    public void Weights_changed_between_two_scopes_are_cast_anew()
    {
        using var layer = new Linear(4, 4, bias: false);
        var input = Tensor.Ones([1, 4]);
        double Run(double weight)
        {
            using (new NoGradScope())
                layer.Weight.FillInPlace(weight);
            using var precision = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
            return layer.Forward(input).Sum().Item();
        }

        Assert.Equal(16, Run(1));
        Assert.Equal(32, Run(2));
    }

    // Also with the way back inside the scope, where casts that were kept by the first computation, without autograd, would still be there.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_computed_twice_is_computed_in_the_same_precision(bool insideScope)
    {
        using var layer = new Linear(16, 16);
        Initialization.XavierUniform(layer.Weight);
        var input = Tensor.Randn([8, 16]);
        float[] Gradient(bool twice)
        {
            layer.ZeroGradients();
            var precision = new Autocast(DeviceKind.Cpu, ScalarType.BFloat16);
            var output = twice ? Recomputed.Run(layer.Forward, input, layer.Weight) : layer.Forward(input);
            Assert.Equal(ScalarType.BFloat16, output.ScalarType);
            var loss = output.To(ScalarType.Float32).Square().Sum();
            if (!insideScope)
                precision.Dispose();
            loss.Backward();
            precision.Dispose();
            return layer.Weight.Gradient!.ToArray<float>();
        }

        Assert.Equal(Gradient(twice: false), Gradient(twice: true));
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        var (e, a) = (expected.Detach().To(ScalarType.Float32), actual.Detach().To(ScalarType.Float32));
        Assert.Equal(e.Shape, a.Shape);
        Assert.InRange((e - a).Abs().Max().Item() / e.Abs().Max().Item(), 0, tolerance);
    }
}
