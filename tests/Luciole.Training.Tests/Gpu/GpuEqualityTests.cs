using Luciole.Models;
using Luciole.Testing;
using Luciole.Torch;
using Luciole.Torch.Cuda;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Precision;

namespace Luciole.Training.Tests;

/// <summary>A step on a GPU against the same step on the processor: single precision to 1e-4, bfloat16 and half precision to their own.</summary>
public sealed class GpuEqualityTests
{
    private const double Single = 1e-4;
    private const double Mixed = 3e-2;

    // On the processor bfloat16 changes this gradient by 3.4e-2 of its norm.
    private const double MixedGradient = 0.1;

    public static TheoryData<bool, ScalarType?, bool> Ways => new()
    {
        { false, null, false }, { false, null, true }, { true, null, false },
        { false, ScalarType.BFloat16, true }, { true, ScalarType.BFloat16, false }, { false, ScalarType.Float16, true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Prediction_loss_gradients_and_the_step_are_those_of_the_processor(bool masked, ScalarType? mixed, bool channelsLast)
    {
        var device = Gpu.Require();
        TrainingTask Task(ScalarType? type, bool last) => masked ? SmallNetworks.Masked(type, MaskKind.Grid) : SmallNetworks.Fluorescence(type, last);
        var expected = Step(Task(null, false), default);
        var actual = Step(Task(mixed, channelsLast), device);
        var allowed = mixed is null ? Single : Mixed;
        Assert.Equal(expected.Loss, actual.Loss, allowed * expected.Loss);
        Compare.RelativeL2(expected.Prediction, actual.Prediction, allowed, "prediction");
        Compare.RelativeL2([.. expected.Gradients.Values.SelectMany(g => g)], [.. actual.Gradients.Values.SelectMany(g => g)], mixed is null ? Single : MixedGradient, "gradients");
        Assert.Equal(expected.Gradients.Keys, actual.Gradients.Keys);
        if (mixed is null)
        {
            foreach (var (name, values) in expected.Gradients)
                Compare.RelativeToLargest(values, actual.Gradients[name], 10 * Single, name);
        }

        // Adam's first step is the sign of the gradient: a parameter whose gradient is nearly 0 may go the other way.
        Compare.RelativeL2([.. expected.Weights.Values.SelectMany(w => w)], [.. actual.Weights.Values.SelectMany(w => w)], allowed, "weights");
    }

    public static TheoryData<string> Losses => new() { "mse", "mae", "ssim", "weighted", "unit" };

    [Theory]
    [MemberData(nameof(Losses))]
    public void Each_loss_and_its_gradient_are_those_of_the_processor(string name)
    {
        var device = Gpu.Require();
        var loss = name switch
        {
            "mse" => ImageLoss.Mse,
            "mae" => ImageLoss.Mae,
            "ssim" => ImageLoss.Ssim(SimilarityRange.Batch),
            "unit" => ImageLoss.Ssim(SimilarityRange.Unit),
            _ => ImageLoss.Weighted(ImageLoss.Mae, 0.6, 0.4, SimilarityRange.Batch),
        };
        (double Loss, float[] Gradient) Of(Device where)
        {
            using var scope = new TensorScope();
            var batch = new Pictures(3, 3, true).Epoch(0, 0, CancellationToken.None).First();
            var prediction = Tensor.From(batch.Raw, batch.RawShape).To(where).Clone();
            prediction.RequiresGrad = true;
            var value = loss.Of(prediction, Tensor.From(batch.Target!, batch.TargetShape!).To(where));
            value.Backward();
            return (value.Item(), prediction.Gradient!.ToArray<float>());
        }

        var (expected, actual) = (Of(default), Of(device));
        Assert.Equal(expected.Loss, actual.Loss, Single * Math.Abs(expected.Loss));
        Compare.RelativeL2(expected.Gradient, actual.Gradient, 10 * Single, "gradient");
    }

    private static (double Loss, float[] Prediction, Dictionary<string, float[]> Gradients, Dictionary<string, float[]> Weights) Step(TrainingTask task, Device device)
    {
        using var scope = new TensorScope();
        using var network = task.Model;
        network.MoveTo(device);
        if (task.ChannelsLast)
            ChannelsLast.Apply(network);
        using var optimizer = new AdamW(ParameterGroup.Split(network, 0.05), 1e-4);
        var output = task.Forward(new Pictures(4, 4, task is ImageToImageTask).Epoch(0, 0, CancellationToken.None).First(), device);
        output.Loss.Backward();
        var gradients = network.Parameters().Where(p => p.Tensor.Gradient is not null).ToDictionary(p => p.Name, p => p.Tensor.Gradient!.ToArray<float>(), StringComparer.Ordinal);
        optimizer.Step();
        return (output.Loss.Item(), output.Prediction.ToArray<float>(), gradients, Values(network));
    }

    private static Dictionary<string, float[]> Values(Module network) => network.Parameters().ToDictionary(p => p.Name, p => p.Tensor.ToArray<float>(), StringComparer.Ordinal);
}
