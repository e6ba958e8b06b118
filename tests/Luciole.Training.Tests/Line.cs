using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Training.Tests;

/// <summary>y = w x + b, to be found from points of y = 2 x - 1.</summary>
internal sealed class Line : TrainingTask, IDisposable
{
    private readonly Linear _layer = new(1, 1);

    public Line()
    {
        using var weight = _layer.Weight.Detach();
        weight.FillInPlace(0.1);
        using var bias = _layer.Bias!.Detach();
        bias.FillInPlace(0);
    }

    public override Module Model => _layer;

    public double Weight => _layer.Weight.Item();

    public double[] State => [Weight, _layer.Bias!.Item()];

    /// <summary>Whether the loss is finite and its gradient is not.</summary>
    public bool BreakGradient { get; init; }

    public override TaskOutput Forward(Tensor raw, Tensor? target)
    {
        var prediction = _layer.Forward(raw);
        var loss = Functional.MseLoss(prediction, target!);
        if (BreakGradient)
            loss += (prediction - prediction.Detach()).Sum().Abs().Sqrt();
        return new TaskOutput(loss, prediction.Detach(), target!);
    }

    public void Dispose() => _layer.Dispose();
}
