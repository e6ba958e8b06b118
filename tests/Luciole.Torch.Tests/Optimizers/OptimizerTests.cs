using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;

namespace Luciole.Torch.Tests;

/// <summary>The update rules against the same written out in double precision.</summary>
public sealed class OptimizerTests : IDisposable
{
    private const double Rate = 0.02;
    private const double Decay = 0.3;
    private readonly TensorScope _scope = new();
    private readonly Weights _weights = new();

    public void Dispose()
    {
        _weights.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void AdamW_shrinks_weights_apart_from_the_gradient() => Compares(
        groups => new AdamW(groups, Rate, 0.8, 0.95, 1e-6), (w, g, decay, t, m, v) => AdamRule(w * (1 - (Rate * decay)), g, t, m, v));

    [Fact]
    public void Adam_takes_the_decay_into_the_gradient() => Compares(
        groups => new Adam(groups, Rate, 0.8, 0.95, 1e-6), (w, g, decay, t, m, v) => AdamRule(w, g + (decay * w), t, m, v));

    [Fact]
    public void Sgd_looks_ahead_along_its_momentum() => Compares(
        groups => new Sgd(groups, Rate),
        (w, g, decay, t, m, v) =>
        {
            g += decay * w;
            m[0] = t == 1 ? g : (0.9 * m[0]) + g;
            return w - (Rate * (g + (0.9 * m[0])));
        });

    [Fact]
    public void Sgd_without_Nesterov_follows_its_momentum() => Compares(
        groups => new Sgd(groups, Rate, 0.7, nesterov: false),
        (w, g, decay, t, m, v) =>
        {
            g += decay * w;
            m[0] = t == 1 ? g : (0.7 * m[0]) + g;
            return w - (Rate * m[0]);
        });

    [Fact]
    public void Sgd_without_momentum_is_plain_descent_and_has_no_state()
    {
        using var optimizer = Compares(groups => new Sgd(groups, Rate, 0), (w, g, decay, t, m, v) => w - (Rate * (g + (decay * w))));
        Assert.Null(optimizer.StateOf(_weights.Matrix));
    }

    [Fact]
    public void The_momentum_can_change_between_steps()
    {
        using var optimizer = new Sgd(ParameterGroup.Split(_weights, 0), Rate, 0.5, nesterov: false);
        _weights.SetGradients(1);
        optimizer.Step();
        var before = _weights.Bias.ToArray<float>();
        optimizer.Momentum = 0.25;
        _weights.SetGradients(2);
        optimizer.Step();
        var (first, second, after) = (Weights.Values(19, 21), Weights.Values(19, 22), _weights.Bias.ToArray<float>());
        for (var i = 0; i < 19; i++)
            Assert.Equal(before[i] - (Rate * ((0.25 * first[i]) + second[i])), after[i], 1e-6);
    }

    [Fact]
    public void A_way_back_over_weights_that_have_moved_is_refused()
    {
        using var optimizer = new AdamW(ParameterGroup.Split(_weights, Decay), Rate);
        var sum = _weights.Matrix.Square().Sum();
        _weights.SetGradients(1);
        optimizer.Step();
        Assert.Contains("modified by an inplace operation", Assert.Throws<TorchException>(() => sum.Backward()).Message);
    }

    [Fact]
    public void What_has_no_gradient_stays_and_has_no_state()
    {
        var before = _weights.Unused.ToArray<float>();
        foreach (var make in new Func<IReadOnlyList<ParameterGroup>, Optimizer>[] { g => new AdamW(g, Rate), g => new Adam(g, Rate), g => new Sgd(g, Rate) })
        {
            using var optimizer = make(ParameterGroup.Split(_weights, Decay));
            _weights.SetGradients(1);
            optimizer.Step();
            Assert.Equal(before, _weights.Unused.ToArray<float>());
            Assert.Null(optimizer.StateOf(_weights.Unused));
            Assert.Equal(optimizer.StateNames, optimizer.StateOf(_weights.Bias)!.Keys);
        }
    }

    [Fact]
    public void A_parameter_that_joins_late_starts_its_own_count()
    {
        using var optimizer = new AdamW(ParameterGroup.Split(_weights, 0), Rate);
        _weights.SetGradients(1);
        _weights.Bias.Gradient = null;
        optimizer.Step();
        optimizer.Step();
        var before = _weights.Bias.ToArray<float>();
        _weights.SetGradients(2);
        optimizer.Step();
        Assert.Equal(3, optimizer.StateOf(_weights.Matrix)!["step"].Item());
        Assert.Equal(1, optimizer.StateOf(_weights.Bias)!["step"].Item());
        // The first step of Adam moves every weight by the rate, whatever the size of its gradient.
        var (after, gradient) = (_weights.Bias.ToArray<float>(), Weights.Values(19, 22));
        for (var i = 0; i < 19; i++)
            Assert.Equal(before[i] - (Rate * Math.Sign(gradient[i])), after[i], 1e-5);
    }

    [Fact]
    public void Gradients_are_left_as_they_were()
    {
        foreach (var make in new Func<IReadOnlyList<ParameterGroup>, Optimizer>[] { g => new AdamW(g, Rate), g => new Adam(g, Rate), g => new Sgd(g, Rate) })
        {
            using var optimizer = make(ParameterGroup.Split(_weights, Decay));
            _weights.SetGradients(1);
            optimizer.Step();
            optimizer.Step();
            Assert.Equal(Weights.Values(35, 11), _weights.Matrix.Gradient!.ToArray<float>());
        }
    }

    [Fact]
    public void Large_and_small_parameters_move_alike()
    {
        // Parameters are gathered into lists by size; where a list ends must not matter.
        using var many = new Many([1, 300_000, 5, 200_000, 200_000, 3]);
        using var optimizer = new AdamW(ParameterGroup.Split(many, 0), Rate);
        for (var step = 0; step < 2; step++)
        {
            foreach (var (_, parameter, _) in many.Parameters())
                parameter.Gradient = Tensor.Full(parameter.Shape, 0.5);
            optimizer.Step();
        }

        foreach (var (name, parameter, _) in many.Parameters())
        {
            Assert.Equal(1 - (2 * Rate), parameter.Min().Item(), 1e-5);
            Assert.Equal(parameter.Min().Item(), parameter.Max().Item());
        }
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        void Train(int steps)
        {
            using var optimizer = new Sgd(ParameterGroup.Split(_weights, Decay), Rate);
            for (var step = 0; step < steps; step++)
            {
                _weights.SetGradients(step);
                optimizer.Step();
            }
        }

        Train(1);
        var before = Tensor.AliveCount;
        Train(20);
        Assert.Equal(before, Tensor.AliveCount);
    }

    private static double AdamRule(double weight, double gradient, int step, double[] mean, double[] square)
    {
        mean[0] = (0.8 * mean[0]) + (0.2 * gradient);
        square[0] = (0.95 * square[0]) + (0.05 * gradient * gradient);
        return weight - (Rate * (mean[0] / (1 - Math.Pow(0.8, step))) / (Math.Sqrt(square[0] / (1 - Math.Pow(0.95, step))) + 1e-6));
    }

    private Optimizer Compares(
        Func<IReadOnlyList<ParameterGroup>, Optimizer> make, Func<double, double, double, int, double[], double[], double> rule)
    {
        var optimizer = make(ParameterGroup.Split(_weights, Decay));
        (Tensor Tensor, int Seed, double Decay)[] parameters = [(_weights.Matrix, 10, Decay), (_weights.Bias, 20, 0)];
        var expected = parameters.Select(p => p.Tensor.ToArray<float>().Select(v => (double)v).ToArray()).ToArray();
        var state = expected.Select(values => values.Select(_ => (M: new double[1], V: new double[1])).ToArray()).ToArray();
        for (var step = 1; step <= 6; step++)
        {
            _weights.SetGradients(step);
            optimizer.Step();
            for (var p = 0; p < parameters.Length; p++)
            {
                var (tensor, seed, decay) = parameters[p];
                var gradient = Weights.Values(expected[p].Length, seed + step);
                var actual = tensor.ToArray<float>();
                for (var i = 0; i < actual.Length; i++)
                {
                    expected[p][i] = rule(expected[p][i], gradient[i], decay, step, state[p][i].M, state[p][i].V);
                    Assert.Equal(expected[p][i], actual[i], 3e-6);
                }
            }
        }

        return optimizer;
    }

    private sealed class Many : Module
    {
        public Many(long[] sizes)
        {
            foreach (var (i, size) in sizes.Index())
                AddParameter($"p{i}", Tensor.Ones([size]));
        }
    }
}
