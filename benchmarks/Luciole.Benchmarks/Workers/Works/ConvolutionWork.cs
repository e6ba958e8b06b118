using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Autograd;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>One convolution, outside autograd.</summary>
internal sealed class ConvolutionWork : Work
{
    private readonly Tensor _input;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly int _padding;

    public ConvolutionWork(WorkOrder order)
    {
        var shape = order.Convolution!;
        _padding = shape.Kernel / 2;
        _input = Pattern.Images(Pattern.Input, order.Batch, shape.Inputs, shape.Size, shape.Size);
        _weight = Pattern.Images(Pattern.Weight, shape.Outputs, shape.Inputs, shape.Kernel, shape.Kernel);
        _bias = Pattern.Images(Pattern.Bias, shape.Outputs);
    }

    /// <inheritdoc/>
    public override WorkDone Go()
    {
        Keep(null);
        using var noGrad = new NoGradScope();
        var start = Stopwatch.GetTimestamp();
        Keep(Functional.Conv2d(_input, _weight, _bias, padding: _padding));
        return new WorkDone(Since(start), new Dictionary<string, double>());
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
    }
}
