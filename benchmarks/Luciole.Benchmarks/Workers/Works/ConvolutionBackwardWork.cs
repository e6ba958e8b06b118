using System.Diagnostics;
using Luciole.Torch;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>The way back through one convolution; the forward pass before it is not timed. The weight's gradient is compared.</summary>
internal sealed class ConvolutionBackwardWork : Work
{
    private readonly Tensor _input;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _gradient;
    private readonly int _padding;

    public ConvolutionBackwardWork(WorkOrder order)
    {
        var shape = order.Convolution!;
        _padding = shape.Kernel / 2;
        _input = Pattern.Images(Pattern.Input, order.Batch, shape.Inputs, shape.Size, shape.Size);
        _weight = Pattern.Images(Pattern.Weight, shape.Outputs, shape.Inputs, shape.Kernel, shape.Kernel);
        _bias = Pattern.Images(Pattern.Bias, shape.Outputs);
        _gradient = Pattern.Images(Pattern.Gradient, order.Batch, shape.Outputs, shape.Size, shape.Size);
        foreach (var tensor in (Tensor[])[_input, _weight, _bias])
            tensor.RequiresGrad = true;
    }

    /// <inheritdoc/>
    public override WorkDone Go()
    {
        Keep(null);
        foreach (var tensor in (Tensor[])[_input, _weight, _bias])
            tensor.Gradient = null;
        using var scope = new TensorScope();
        var output = Functional.Conv2d(_input, _weight, _bias, padding: _padding);
        var start = Stopwatch.GetTimestamp();
        output.Backward(_gradient);
        var seconds = Since(start);
        Keep(_weight.Gradient);
        return new WorkDone(seconds, new Dictionary<string, double>());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _input.Dispose();
        _weight.Dispose();
        _bias.Dispose();
        _gradient.Dispose();
    }
}
