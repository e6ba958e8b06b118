using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Precision;

namespace Luciole.Training;

/// <summary>Moves parameters by scaled gradients, unless a guard says that they must stay; clips them on the way.</summary>
/// <param name="optimizer">Moves the parameters. One that cannot be told on the device makes the processor wait for it.</param>
/// <param name="model">Has them.</param>
/// <param name="guard">Decides.</param>
/// <param name="clip">The norm that gradients are scaled down to, or null.</param>
internal sealed class GuardedOptimizer(Optimizer optimizer, Module model, StepGuard guard, double? clip)
{
    private readonly Tensor[] _parameters = [.. model.Parameters().Select(p => p.Tensor)];

    /// <summary>Ends a step.</summary>
    /// <returns>The flag that nothing moved, one element in single precision.</returns>
    public Tensor Step()
    {
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        var norm = GradientNorm.Measure(_parameters) ?? Tensor.Zeros([], ScalarType.Float32, guard.Scale.Device);
        var divisor = Divisor(norm);
        var skip = guard.Decide(norm);
        optimizer.Step(new ScaledGradients(divisor, skip.Reshape(1)));
        return scope.Keep(skip);
    }

    // What the gradients are divided by: the scale, and what makes their norm the largest that is allowed.
    private Tensor? Divisor(Tensor norm)
    {
        if (clip is not { } largest)
            return guard.IsScaling ? guard.Scale.Clone().Reshape(1) : null;
        var excess = (((norm / guard.Scale) + GradientNorm.Epsilon) * (1 / largest)).Clamp(1, null);
        return (excess * guard.Scale).Reshape(1);
    }
}
