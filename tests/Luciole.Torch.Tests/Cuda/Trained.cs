using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Precision;

namespace Luciole.Torch.Tests.Cuda;

/// <summary>A convolution with channels innermost and its optimiser, on a device; gradients follow from the number of the step.</summary>
internal sealed class Trained : IDisposable
{
    private readonly Device _device;

    public Trained(Device device, bool decoupled, bool allowsOneOperator = true)
    {
        _device = device;
        Convolution = new Conv2d(1, 3, 5, padding: 2);
        Convolution.Weight.ReplaceData(Tensor.From(Weights.Values(75, 1), 3, 1, 5, 5));
        Convolution.MoveTo(device);
        Convolution.UseChannelsLast();
        var groups = ParameterGroup.Split(Convolution, 0.1);
        Optimizer = decoupled ? new AdamW(groups, 0.02) { AllowsOneOperator = allowsOneOperator } : new Adam(groups, 0.02) { AllowsOneOperator = allowsOneOperator };
    }

    public Conv2d Convolution { get; }

    public Optimizer Optimizer { get; }

    public void SetGradients(int step)
    {
        Convolution.Weight.Gradient = Tensor.From(Weights.Values(75, 10 + step), 3, 1, 5, 5).To(_device);
        Convolution.Bias.Gradient = Tensor.From(Weights.Values(3, 20 + step), 3).To(_device);
    }

    public void Step(int step, ScaledGradients? scaled)
    {
        SetGradients(step);
        Optimizer.Step(scaled);
    }

    /// <summary>Goes on from another one's weights and state.</summary>
    public void Take(Trained other)
    {
        using var noGrad = new Autograd.NoGradScope();
        foreach (var (own, others) in new[] { (Convolution.Weight, other.Convolution.Weight), (Convolution.Bias, other.Convolution.Bias) })
        {
            own.CopyFrom(others);
            Optimizer.SetState(own, other.Optimizer.StateOf(others)!);
        }
    }

    public void IsLike(Trained other)
    {
        Gpu.Close(Convolution.Weight, other.Convolution.Weight, 1e-5);
        Gpu.Close(Convolution.Bias, other.Convolution.Bias, 1e-5);
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        Convolution.Dispose();
    }
}
