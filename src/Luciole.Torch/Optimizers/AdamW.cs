using Luciole.Torch.Autograd;

namespace Luciole.Torch.Optimizers;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization"), in PyTorch's order of operations.
/// Parameters without a gradient are left alone and have no state.
/// </summary>
public sealed class AdamW : IDisposable
{
    private readonly Dictionary<Tensor, Moments> _moments = new(ReferenceEqualityComparer.Instance);

    /// <summary>An optimiser over <paramref name="groups"/>.</summary>
    public AdamW(IReadOnlyList<ParameterGroup> groups, double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    {
        Groups = groups;
        LearningRate = learningRate;
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
    }

    /// <summary>The parameters, by weight decay.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate { get; set; }

    /// <summary>Decay rate of the mean of gradients.</summary>
    public double Beta1 { get; }

    /// <summary>Decay rate of the mean of squared gradients.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; }

    /// <summary>The state of one parameter, or null before its first step: steps taken, mean and mean square of its gradients.</summary>
    public (long Step, Tensor Mean, Tensor MeanSquare)? StateOf(Tensor parameter) =>
        _moments.TryGetValue(parameter, out var m) ? (m.Step, m.Mean, m.MeanSquare) : null;

    /// <summary>Sets the state of one parameter from copies of these tensors, as when a run is resumed.</summary>
    public void SetState(Tensor parameter, long step, Tensor mean, Tensor meanSquare)
    {
        using var scope = new TensorScope();
        if (_moments.Remove(parameter, out var old))
            old.Dispose();
        _moments[parameter] = new Moments(TensorScope.Release(mean.Clone()), TensorScope.Release(meanSquare.Clone())) { Step = step };
    }

    /// <summary>Moves every parameter that has a gradient.</summary>
    public void Step()
    {
        using var noGrad = new NoGradScope();
        foreach (var group in Groups)
        {
            foreach (var (_, parameter, _) in group.Parameters)
            {
                using var scope = new TensorScope();
                if (parameter.Gradient is { } gradient)
                    Update(parameter, gradient, group.WeightDecay);
            }
        }
    }

    private void Update(Tensor parameter, Tensor gradient, double weightDecay)
    {
        if (!_moments.TryGetValue(parameter, out var moments))
        {
            moments = new Moments(
                TensorScope.Release(Tensor.Zeros(parameter.Shape, parameter.ScalarType, parameter.Device)),
                TensorScope.Release(Tensor.Zeros(parameter.Shape, parameter.ScalarType, parameter.Device)));
            _moments.Add(parameter, moments);
        }

        moments.Step++;
        if (weightDecay != 0)
            parameter.MulInPlace(1 - (LearningRate * weightDecay));
        moments.Mean.LerpInPlace(gradient, 1 - Beta1);
        moments.MeanSquare.MulInPlace(Beta2);
        moments.MeanSquare.AddcmulInPlace(gradient, gradient, 1 - Beta2);
        var correction1 = 1 - Math.Pow(Beta1, moments.Step);
        var correction2 = 1 - Math.Pow(Beta2, moments.Step);
        var denominator = (moments.MeanSquare.Sqrt() / Math.Sqrt(correction2)) + Epsilon;
        parameter.AddcdivInPlace(moments.Mean, denominator, -LearningRate / correction1);
    }

    /// <summary>Frees the optimiser's state; the parameters are not its own.</summary>
    public void Dispose()
    {
        foreach (var moments in _moments.Values)
            moments.Dispose();
        _moments.Clear();
    }

    private sealed class Moments(Tensor mean, Tensor meanSquare) : IDisposable
    {
        public long Step { get; set; }

        public Tensor Mean { get; } = mean;

        public Tensor MeanSquare { get; } = meanSquare;

        public void Dispose()
        {
            Mean.Dispose();
            MeanSquare.Dispose();
        }
    }
}
