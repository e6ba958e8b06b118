using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;

namespace Luciole.Training;

/// <summary>Moves parameters by scaled gradients, unless a guard says that they must stay.</summary>
/// <param name="optimizer">Moves the parameters.</param>
/// <param name="model">Has them.</param>
/// <param name="guard">Decides.</param>
/// <param name="clip">The norm that gradients are scaled down to, or null.</param>
internal sealed class GuardedOptimizer(Optimizer optimizer, Module model, StepGuard guard, double? clip) : IDisposable
{
    private readonly Tensor[] _parameters = [.. model.Parameters().Select(p => p.Tensor)];
    private readonly Tensor _used = TensorScope.Release(guard.Scale.Clone());

    /// <summary>Ends a step.</summary>
    /// <returns>The flag that nothing moved.</returns>
    public Tensor Step()
    {
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        _used.CopyFrom(guard.Scale);
        var norm = GradientNorm.Measure(_parameters) ?? Tensor.Zeros([], ScalarType.Float32, _used.Device);
        var skip = guard.Decide(norm);
        StepAfterLooking(norm, skip);
        return scope.Keep(skip);
    }

    /// <inheritdoc/>
    public void Dispose() => _used.Dispose();

    // An optimiser that cannot be told on the device makes the processor wait for it.
    private void StepAfterLooking(Tensor norm, Tensor skip)
    {
        if (skip.Item() != 0)
            return;
        if (guard.IsScaling)
            GradientNorm.Multiply(_parameters, 1 / _used.Item());
        if (clip is { } largest)
            GradientNorm.Limit(_parameters, norm.Item() / _used.Item(), largest);
        optimizer.Step();
    }
}
