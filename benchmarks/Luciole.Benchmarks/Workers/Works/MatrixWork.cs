using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>Products of two square matrices, one after the other: the rate that everything else is held against.</summary>
internal sealed class MatrixWork : Work
{
    private readonly Device _device;
    private readonly int _steps;
    private readonly Tensor _left;
    private readonly Tensor _right;

    public MatrixWork(WorkOrder order)
    {
        var matrix = order.Matrix!;
        (_device, _steps) = (Device.Parse(order.Device), order.Steps);
        MathModes.Set(matrix.TensorFloat32, cudnnAutotuning: true, deterministic: false);
        _left = Matrix(Pattern.Input, matrix);
        _right = Matrix(Pattern.Weight, matrix);
    }

    /// <inheritdoc/>
    public override WorkDone Go()
    {
        using var noGrad = new NoGradScope();
        TorchRuntime.Synchronize(_device);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _steps; i++)
            _left.MatMul(_right).Dispose();
        TorchRuntime.Synchronize(_device);
        return new WorkDone(Since(start) / _steps, new Dictionary<string, double>());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _left.Dispose();
        _right.Dispose();
    }

    private Tensor Matrix(uint salt, MatrixShape matrix)
    {
        using var scope = new TensorScope();
        return TensorScope.Release(scope.Keep(Pattern.Images(salt, matrix.Size, matrix.Size).To(_device).To(matrix.Type)));
    }
}
