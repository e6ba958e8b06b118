using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;

namespace Luciole.Models.Tests;

/// <summary>Autograd against central differences, in double precision.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>Turns all single-precision parameters and buffers into double precision.</summary>
    public static T ToDouble<T>(T module)
        where T : Module
    {
        using var scope = new TensorScope();
        foreach (var (_, tensor, _) in module.State().Where(t => t.Tensor.ScalarType == ScalarType.Float32))
            tensor.ReplaceData(tensor.Detach().To(ScalarType.Float64));
        return module;
    }

    /// <summary>Some elements of every trainable parameter; <paramref name="loss"/> must not depend on anything that it changes.</summary>
    public static void Run(Module module, Func<Tensor> loss, int elementsPerParameter = 3)
    {
        module.ZeroGradients();
        loss().Backward();
        foreach (var (name, parameter, _) in module.Parameters().Where(p => p.Tensor.RequiresGrad))
        {
            if (parameter.Gradient is not { } gradient)
                continue;
            var analytic = gradient.ToArray<double>();
            for (var i = 0; i < Math.Min(elementsPerParameter, analytic.Length); i++)
            {
                var at = (int)((long)i * 7919 % analytic.Length);
                var numeric = Difference(parameter, at, loss);
                Assert.True(Math.Abs(numeric - analytic[at]) <= 1e-6 + (1e-5 * Math.Abs(numeric)), $"{name}[{at}]: autograd {analytic[at]}, differences {numeric}");
            }
        }
    }

    private static double Difference(Tensor parameter, int at, Func<Tensor> loss)
    {
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        var value = parameter.AsSpan<double>()[at];
        parameter.AsSpan<double>()[at] = value + Step;
        var above = loss().Item();
        parameter.AsSpan<double>()[at] = value - Step;
        var below = loss().Item();
        parameter.AsSpan<double>()[at] = value;
        return (above - below) / (2 * Step);
    }
}
