using Luciole.Torch.Optimizers;
using Luciole.Torch.Precision;

namespace Luciole.Torch.Tests.Cuda;

/// <summary>Steps of one operator on a GPU against those of the processor. None of it runs without a GPU.</summary>
[Collection("GPU")]
public sealed class GpuOptimizerTests : IDisposable
{
    private readonly Device _device = Gpu.Require();
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void A_step_is_the_processors(bool decoupled, bool allowsOneOperator)
    {
        using var onCpu = new Trained(Device.Cpu, decoupled);
        using var onGpu = new Trained(_device, decoupled, allowsOneOperator);
        Assert.True(allowsOneOperator || !onGpu.Optimizer.CanBeRecorded);
        for (var step = 0; step < 5; step++)
        {
            onCpu.Step(step, null);
            onGpu.Step(step, null);
        }

        onCpu.IsLike(onGpu);
    }

    [Fact]
    public void A_state_goes_from_the_GPU_to_the_processor_and_back()
    {
        using var onCpu = new Trained(Device.Cpu, decoupled: true);
        using var onGpu = new Trained(_device, decoupled: true);
        for (var step = 0; step < 6; step++)
        {
            var (from, to) = step % 2 == 0 ? (onCpu, onGpu) : (onGpu, onCpu);
            from.Step(step, null);
            to.Take(from);
        }

        onCpu.IsLike(onGpu);
        using var alone = new Trained(Device.Cpu, decoupled: true);
        for (var step = 0; step < 6; step++)
            alone.Step(step, null);
        alone.IsLike(onGpu);
    }

    [Fact]
    public void A_step_that_is_left_out_is_not_counted()
    {
        using var trained = new Trained(_device, decoupled: true);
        trained.Step(0, null);
        var before = trained.Convolution.Weight.ToArray<float>();
        trained.Step(1, new ScaledGradients(null, Tensor.Ones([1], device: _device)));
        Assert.Equal(before, trained.Convolution.Weight.ToArray<float>());
        Assert.Equal(1, trained.Optimizer.StateOf(trained.Convolution.Weight)!["step"].Item());
        trained.Step(1, new ScaledGradients(Tensor.Ones([1], device: _device), Tensor.Zeros([1], device: _device)));
        Assert.NotEqual(before, trained.Convolution.Weight.ToArray<float>());
        Assert.Equal(2, trained.Optimizer.StateOf(trained.Convolution.Weight)!["step"].Item());
    }

    [Fact]
    public void Scaling_on_the_GPU_is_what_is_composed_on_the_processor()
    {
        (float[] Gradient, double Found, double Scale, double Steps)[] results = [.. new[] { Device.Cpu, _device }.Select(device =>
        {
            var gradient = Tensor.From([4f, -8], 2).To(device);
            var found = Tensor.Zeros([1], device: device);
            var (scale, steps) = (Tensor.From([8f], 1).To(device), Tensor.From([0], 1).To(device));
            LossScaling.CheckAndUnscale([gradient], found, Tensor.From([0.5f], 1).To(device));
            LossScaling.UpdateScale(scale, steps, found, interval: 2);
            LossScaling.UpdateScale(scale, steps, found, interval: 2);
            LossScaling.CheckAndUnscale([gradient, Tensor.From([float.NaN], 1).To(device)], found, Tensor.From([0.5f], 1).To(device));
            LossScaling.UpdateScale(scale, steps, found, interval: 2);
            return (gradient.ToArray<float>(), found.Item(), scale.Item(), steps.Item());
        })];
        Assert.Equal(results[0].Gradient, results[1].Gradient);
        Assert.Equal((results[0].Found, results[0].Scale, results[0].Steps), (results[1].Found, results[1].Scale, results[1].Steps));
    }
}
