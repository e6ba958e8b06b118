using Luciole.Torch.Autograd;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Tests.Cuda;

/// <summary>Operators on a GPU against the processor, forward and back. None of it runs without a GPU.</summary>
[Collection("GPU")]
public sealed class GpuMathTests : IDisposable
{
    private readonly Device _device = Gpu.Require();
    private readonly TensorScope _scope = new();
    private readonly (bool TensorFloat32, bool Autotuning, bool Deterministic) _before = (MathModes.TensorFloat32, MathModes.CudnnAutotuning, MathModes.Deterministic);

    public GpuMathTests()
    {
        RandomState.Seed(3);
        MathModes.Set(tensorFloat32: false, cudnnAutotuning: false, deterministic: false);
    }

    public void Dispose()
    {
        MathModes.Set(_before.TensorFloat32, _before.Autotuning, _before.Deterministic);
        _scope.Dispose();
    }

    public static TheoryData<string> Layers => ["convolution", "transposed", "linear", "perceptron", "attention", "normalised", "grouped"];

    [Theory]
    [MemberData(nameof(Layers))]
    public void In_single_precision_results_and_gradients_are_the_processors(string layer) => Compares(layer, null, channelsLast: false, 1e-4);

    [Theory]
    [MemberData(nameof(Layers))]
    public void In_bfloat16_they_are_near(string layer) => Compares(layer, ScalarType.BFloat16, channelsLast: false, 0.04);

    [Theory]
    [MemberData(nameof(Layers))]
    public void In_half_precision_they_are_nearer(string layer) => Compares(layer, ScalarType.Float16, channelsLast: false, 0.01);

    [Theory]
    [InlineData("convolution")]
    [InlineData("transposed")]
    [InlineData("normalised")]
    [InlineData("grouped")]
    public void With_channels_innermost_they_are_the_same(string layer) => Compares(layer, null, channelsLast: true, 1e-4);

    [Fact]
    public void Deterministic_results_repeat_to_the_bit()
    {
        MathModes.Set(tensorFloat32: true, cudnnAutotuning: true, deterministic: true);
        var (image, weight) = (Tensor.Randn([2, 8, 64, 64], _device), Tensor.Randn([8, 8, 9, 9], _device));
        weight.RequiresGrad = true;
        float[] Gradient()
        {
            weight.Gradient = null;
            Functional.Conv2d(image, weight, null, padding: 4).Square().Sum().Backward();
            return weight.Gradient!.ToArray<float>();
        }

        Assert.Equal(Gradient(), Gradient());
    }

    [Fact]
    public void What_is_computed_twice_has_the_same_gradients_in_bfloat16()
    {
        var weight = Tensor.Randn([32, 32], _device);
        weight.RequiresGrad = true;
        var input = Tensor.Randn([8, 32], _device);
        Tensor Part(Tensor x) => Functional.Dropout(Functional.Linear(x, weight, null), 0.5, training: true);
        float[] Gradient(bool twice)
        {
            RandomState.Seed(7);
            weight.Gradient = null;
            Tensor loss;
            using (new Autocast(DeviceKind.Cuda, ScalarType.BFloat16))
                loss = (twice ? Recomputed.Run(Part, input, weight) : Part(input)).To(ScalarType.Float32).Square().Sum();
            loss.Backward();
            return weight.Gradient!.ToArray<float>();
        }

        Assert.Equal(Gradient(twice: false), Gradient(twice: true));
    }

    private void Compares(string layer, ScalarType? precision, bool channelsLast, double tolerance)
    {
        Tensor[] inputs = [.. Shapes(layer).Select(shape => Tensor.Randn(shape) * (1 / Math.Sqrt(Math.Max(1, shape.Length > 1 ? shape[1] : 1))))];
        var expected = Run(layer, inputs, Device.Cpu, null, channelsLast: false);
        var actual = Run(layer, inputs, _device, precision, channelsLast);
        for (var i = 0; i < expected.Length; i++)
            Gpu.Close(expected[i], actual[i], tolerance);
    }

    // The output, then the gradient of each input.
    private static Tensor[] Run(string layer, Tensor[] inputs, Device device, ScalarType? precision, bool channelsLast)
    {
        Tensor[] placed = [.. inputs.Select(input =>
        {
            var tensor = input.Clone().To(device);
            return channelsLast && tensor.Dimensions == 4 ? tensor.ToChannelsLast() : tensor;
        })];
        foreach (var tensor in placed)
            tensor.RequiresGrad = true;
        Tensor output;
        using (precision is { } type ? new Autocast(DeviceKind.Cuda, type) : null)
            output = Apply(layer, placed);
        var wide = output.To(ScalarType.Float32);
        (wide * Tensor.Arange(wide.ElementCount, ScalarType.Float32, device).Sin().Reshape(wide.Shape)).Sum().Backward();
        return [wide, .. placed.Select(tensor => tensor.Gradient!)];
    }

    private static long[][] Shapes(string layer) => layer switch
    {
        "convolution" => [[2, 8, 32, 32], [16, 8, 9, 9], [16]],
        "transposed" => [[2, 16, 16, 16], [16, 8, 2, 2], [8]],
        "linear" => [[4, 64, 96], [128, 96], [128]],
        "perceptron" => [[4, 64, 48], [96, 48], [96], [48, 96], [48], [4, 64, 48]],
        "attention" => [[2, 64, 192]],
        "normalised" or "grouped" => [[2, 16, 16, 16], [16], [16]],
        _ => throw new ArgumentOutOfRangeException(nameof(layer)),
    };

    private static Tensor Apply(string layer, Tensor[] x) => layer switch
    {
        "convolution" => Functional.Conv2d(x[0], x[1], x[2], padding: 4),
        "transposed" => Functional.ConvTranspose2d(x[0], x[1], x[2], 2),
        "linear" => Functional.LinearGelu(x[0], x[1], x[2]),
        "perceptron" => Functional.Perceptron(x[0], x[1], x[2], x[3], x[4], x[5]),
        "attention" => Functional.SelfAttention(x[0], 4),
        "normalised" => Functional.BatchNormReluInPlace(x[0] * 1, x[1], x[2], null, null, training: true, 0.1, 1e-5),
        "grouped" => Functional.GroupNorm(x[0], 4, x[1], x[2], 1e-5),
        _ => throw new ArgumentOutOfRangeException(nameof(layer)),
    };
}
