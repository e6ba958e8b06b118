using Luciole.Torch;
using Luciole.Torch.Autograd;

namespace Luciole.Training;

/// <summary>The L2 norm of all gradients together, as if they were one vector.</summary>
public static class GradientNorm
{
    /// <summary>Added to a norm that is divided by.</summary>
    internal const double Epsilon = 1e-6;

    /// <summary>The norm over the parameters that have a gradient, 0 without any; not finite when a gradient is not. One value crosses from the device.</summary>
    public static double Of(IEnumerable<Tensor> parameters)
    {
        using var scope = new TensorScope();
        return Norm(Gradients(parameters));
    }

    /// <summary>
    /// Scales all gradients down by the same factor so that their norm is at most <paramref name="largest"/> (Pascanu, Mikolov, Bengio,
    /// 2013). Gradients that are not finite are left as they are.
    /// </summary>
    /// <returns>The norm before.</returns>
    public static double Clip(IEnumerable<Tensor> parameters, double largest)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        var gradients = Gradients(parameters);
        var norm = Norm(gradients);
        var scale = largest / (norm + Epsilon);
        if (double.IsFinite(norm) && scale < 1)
            Foreach.MulInPlace(gradients, scale);
        return norm;
    }

    /// <summary>The norm as a tensor of one element where the gradients lie; null without any.</summary>
    internal static Tensor? Measure(IEnumerable<Tensor> parameters)
    {
        using var scope = new TensorScope();
        return Gradients(parameters) is { Length: > 0 } gradients ? scope.Keep(NormOf(gradients)) : null;
    }

    private static Tensor[] Gradients(IEnumerable<Tensor> parameters) => [.. parameters.Select(p => p.Gradient).OfType<Tensor>()];

    private static double Norm(Tensor[] gradients) => gradients.Length == 0 ? 0 : NormOf(gradients).Item();

    private static Tensor NormOf(Tensor[] gradients) => Foreach.Norms([Tensor.Stack(0, Foreach.Norms(gradients))])[0];
}
