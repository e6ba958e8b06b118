using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;

namespace Luciole.Torch.Tests;

public sealed class AutogradTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_gradient_of_a_sum_of_squares_is_twice_the_value()
    {
        var x = Tensor.From([1f, -2, 3], 3);
        x.RequiresGrad = true;
        Assert.Null(x.Gradient);
        x.Square().Sum().Backward();
        Assert.Equal([2f, -4, 6], x.Gradient!.ToArray<float>());
        x.Square().Sum().Backward();
        Assert.Equal([4f, -8, 12], x.Gradient!.ToArray<float>());
        x.Gradient = null;
        Assert.Null(x.Gradient);
    }

    [Fact]
    public void Nothing_is_followed_inside_a_no_grad_scope()
    {
        var x = Tensor.Ones([2]);
        x.RequiresGrad = true;
        using (new NoGradScope())
        {
            using (new NoGradScope())
                Assert.False((x * 2).RequiresGrad);
            Assert.False(NoGradScope.GradEnabled);
        }

        Assert.True(NoGradScope.GradEnabled);
        Assert.True((x * 2).RequiresGrad);
    }

    [Fact]
    public void An_operator_written_in_CSharp_is_differentiable()
    {
        var x = Tensor.From([0.5f, -1, 2], 3);
        var y = Tensor.From([3f, 4, 5], 3);
        x.RequiresGrad = true;
        y.RequiresGrad = true;
        var outputs = GradientFunction.Apply(new ProductAndSine(), x, y);
        ((outputs[0] * 2).Sum() + outputs[1].Sum()).Backward();
        Compare.RelativeToLargest([6 + MathF.Cos(0.5f), 8 + MathF.Cos(-1), 10 + MathF.Cos(2)], x.Gradient!.ToArray<float>(), 1e-6, "dx");
        Compare.RelativeToLargest([1f, -2, 4], y.Gradient!.ToArray<float>(), 1e-6, "dy");
    }

    [Fact]
    public void An_output_that_was_not_used_gets_no_gradient()
    {
        var x = Tensor.From([0.5f], 1);
        var y = Tensor.From([3f], 1);
        x.RequiresGrad = true;
        var outputs = GradientFunction.Apply(new ProductAndSine(), x, y);
        outputs[1].Sum().Backward();
        Assert.Equal(MathF.Cos(0.5f), x.Gradient!.Item(), 1e-6);
        Assert.Null(y.Gradient);
    }

    [Fact]
    public void A_failure_in_a_gradient_function_becomes_an_exception_with_its_words()
    {
        var x = Tensor.From([0.5f], 1);
        x.RequiresGrad = true;
        var output = GradientFunction.Apply(new Failing(), x)[0];
        Assert.Contains("the way back is closed", Assert.Throws<TorchException>(() => output.Sum().Backward()).Message);
    }

    [Fact]
    public void Gradient_functions_free_what_they_saved()
    {
        var x = Tensor.Ones([4]);
        x.RequiresGrad = true;
        long Alive()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.AliveCount;
        }

        void Step(bool backward)
        {
            using var scope = new TensorScope();
            var outputs = GradientFunction.Apply(new ProductAndSine(), x, x);
            if (backward)
                (outputs[0] + outputs[1]).Sum().Backward();
        }

        Step(true);
        var before = Alive();
        for (var i = 0; i < 20; i++)
        {
            Step(true);
            Step(false);
            using (new NoGradScope())
                Step(false);
        }

        Assert.Equal(before, Alive());
    }

    [Fact]
    public void A_hundred_training_steps_leave_no_tensor_and_no_memory_behind()
    {
        using var layer = new Linear(64, 64);
        layer.Weight.Detach().UniformInPlace(-0.1, 0.1);
        using var optimizer = new AdamW(ParameterGroup.Split(layer, 0.01), 1e-3);
        var input = Tensor.Randn([256, 64]);
        void Step()
        {
            using var scope = new TensorScope();
            layer.ZeroGradients();
            var loss = Functional.MseLoss(Functional.Gelu(layer.Forward(input)), input);
            loss.Backward();
            optimizer.Step();
        }

        for (var i = 0; i < 10; i++)
            Step();
        var tensors = Tensor.AliveCount;
        var resident = ResidentBytes();
        for (var i = 0; i < 100; i++)
            Step();
        Assert.Equal(tensors, Tensor.AliveCount);
        Assert.InRange(ResidentBytes(), 0, resident + (24 << 20));
    }

    [Fact]
    public void AdamW_moves_as_the_formula_says()
    {
        // Two parameters of two groups against the update rule written out in double precision.
        using var layer = new Linear(1, 1);
        layer.Weight.Detach().FillInPlace(0.5);
        layer.Bias!.Detach().FillInPlace(-0.25);
        using var optimizer = new AdamW(ParameterGroup.Split(layer, 0.1), 0.01, 0.9, 0.95);
        Assert.Equal(["bias"], optimizer.Groups[0].Parameters.Select(p => p.Name));
        Assert.Equal(["weight"], optimizer.Groups[1].Parameters.Select(p => p.Name));
        double[] value = [0.5, -0.25], m = [0, 0], v = [0, 0], decay = [0.1, 0];
        for (var t = 1; t <= 5; t++)
        {
            layer.ZeroGradients();
            var output = layer.Forward(Tensor.From([2f], 1, 1));
            var g = 2 * ((2 * value[0]) + value[1] - 1);
            double[] gradient = [2 * g, g];
            (output - 1).Square().Sum().Backward();
            optimizer.Step();
            for (var i = 0; i < 2; i++)
            {
                value[i] *= 1 - (0.01 * decay[i]);
                m[i] = (0.9 * m[i]) + (0.1 * gradient[i]);
                v[i] = (0.95 * v[i]) + (0.05 * gradient[i] * gradient[i]);
                value[i] -= 0.01 * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.95, t))) + 1e-8);
            }

            Assert.Equal(value[0], layer.Weight.Item(), 1e-6);
            Assert.Equal(value[1], layer.Bias.Item(), 1e-6);
        }
    }

    private static long ResidentBytes() => Environment.WorkingSet;

    private sealed class ProductAndSine : GradientFunction
    {
        private Tensor? _x;
        private Tensor? _y;

        protected override Tensor[] Forward(Tensor[] inputs)
        {
            _x = Save(inputs[0]);
            _y = Save(inputs[1]);
            return [inputs[0] * inputs[1], inputs[0].Sin()];
        }

        protected override Tensor?[] Backward(Tensor?[] outputGradients)
        {
            Tensor? dx = null, dy = null;
            if (outputGradients[0] is { } product)
            {
                dx = product * _y!;
                dy = product * _x!;
            }

            if (outputGradients[1] is { } sine)
            {
                var cosine = (_x! + (Math.PI / 2)).Sin();
                dx = dx is null ? sine * cosine : dx + (sine * cosine);
            }

            return [dx, dy];
        }
    }

    private sealed class Failing : GradientFunction
    {
        protected override Tensor[] Forward(Tensor[] inputs) => [inputs[0] * 1];

        protected override Tensor?[] Backward(Tensor?[] outputGradients) => throw new InvalidOperationException("the way back is closed");
    }
}
