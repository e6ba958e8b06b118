using Luciole.Checkpoints;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Training.Tests;

public sealed class WeightAverageTests : IDisposable
{
    private readonly TensorScope _scope = new();
    private readonly BatchNorm2d _module = new(2);

    public void Dispose()
    {
        _module.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void It_follows_the_closed_form()
    {
        const double decay = 0.6;
        using var average = new WeightAverage(_module, decay);
        double expected = 1;
        for (var n = 1; n <= 12; n++)
        {
            Set(n);
            average.Update();
            // (1 + n) / (10 + n) reaches 0.6 at n = 12.5: the warm-up is in force all the way.
            var kept = (1.0 + n) / (10 + n);
            expected = (kept * expected) + ((1 - kept) * n);
        }

        for (var n = 13; n <= 20; n++)
        {
            Set(n);
            average.Update();
            expected = (decay * expected) + ((1 - decay) * n);
        }

        Assert.Equal(20, average.Updates);
        Assert.Equal(expected, Value(average, "weight"), 1e-5);
        Assert.Equal(20, _module.Weight.ToArray<float>()[0]);
    }

    [Fact]
    public void Constant_weights_are_their_own_average()
    {
        using var average = new WeightAverage(_module, 0.999);
        for (var n = 0; n < 50; n++)
            average.Update();
        average.MoveTo(Device.Cpu);
        Assert.Equal([1f, 1], average.Tensors[0].Tensor.ToArray<float>());
    }

    [Fact]
    public void Floating_point_buffers_are_averaged_and_integers_copied()
    {
        using var average = new WeightAverage(_module, 0.999);
        _module.RunningMean.FillInPlace(11);
        _module.BatchesTracked.FillInPlace(7);
        average.Update();
        // The first update keeps 2 / 11.
        Assert.Equal(9, Value(average, "running_mean"), 1e-6);
        Assert.Equal([7L], average.Tensors.Single(t => t.Name == "num_batches_tracked").Tensor.ToArray<long>());
        Assert.Equal(_module.State().Select(t => t.Name), average.Tensors.Select(t => t.Name));
    }

    [Fact]
    public void While_it_is_applied_the_network_computes_with_it_and_afterwards_with_its_own_weights()
    {
        using var average = new WeightAverage(_module, 0);
        Set(12);
        average.Update();
        Set(5);
        var input = Tensor.Ones([1, 2, 1, 1]);
        _module.Eval();
        var address = _module.Weight.DataPointer;
        using (average.Apply())
        {
            Assert.Equal(12, _module.Weight.ToArray<float>()[0]);
            Assert.Equal(12, _module.Forward(input).ToArray<float>()[0], 1e-3);
            Assert.True(_module.Weight.RequiresGrad);
        }

        Assert.Equal(5, _module.Forward(input).ToArray<float>()[0], 1e-3);
        Assert.Equal(address, _module.Weight.DataPointer);
        Assert.Equal(12, Value(average, "weight"));
    }

    [Fact]
    public void Training_goes_on_after_it_was_applied()
    {
        using var average = new WeightAverage(_module, 0.5);
        using var optimizer = new Torch.Optimizers.Sgd(Torch.Optimizers.ParameterGroup.Split(_module, 0), 1, 0);
        for (var n = 0; n < 3; n++)
        {
            _module.ZeroGradients();
            (_module.Weight * 2).Sum().Backward();
            optimizer.Step();
            average.Update();
            using (average.Apply())
                Assert.NotEqual(-1 - (2 * n), _module.Weight.ToArray<float>()[0]);
        }

        Assert.Equal(-5, _module.Weight.ToArray<float>()[0]);
    }

    [Fact]
    public void While_it_is_applied_it_cannot_be_updated_read_or_applied_again()
    {
        using var average = new WeightAverage(_module, 0.5);
        var first = average.Apply();
        Assert.Throws<InvalidOperationException>(average.Update);
        Assert.Throws<InvalidOperationException>(() => average.Tensors);
        Assert.Throws<InvalidOperationException>(average.Apply);
        Assert.Throws<InvalidOperationException>(() => average.Restore([], 0, "x.pth"));
        first.Dispose();
        using var second = average.Apply();
        first.Dispose();
        Assert.Throws<InvalidOperationException>(average.Update);
    }

    [Fact]
    public void Disposing_it_gives_the_network_its_weights_back_and_frees_all()
    {
        var before = Tensor.AliveCount;
        var average = new WeightAverage(_module, 0);
        Set(5);
        average.Apply();
        Assert.Equal(1, _module.Weight.ToArray<float>()[0]);
        average.Dispose();
        Assert.Equal(5, _module.Weight.ToArray<float>()[0]);
        Assert.Equal(before, Tensor.AliveCount);
    }

    [Fact]
    public void It_goes_on_from_what_was_saved()
    {
        using var average = new WeightAverage(_module, 0.9);
        for (var n = 1; n <= 5; n++)
        {
            Set(n);
            average.Update();
        }

        using var resumed = new WeightAverage(_module, 0.9);
        resumed.Restore(Saved(average), average.Updates, "x.pth");
        foreach (var one in new[] { average, resumed })
        {
            Set(9);
            one.Update();
        }

        Assert.Equal(6, resumed.Updates);
        Assert.Equal(Value(average, "weight"), Value(resumed, "weight"));
    }

    [Fact]
    public void A_saved_average_that_does_not_fit_is_refused()
    {
        using var average = new WeightAverage(_module, 0.9);
        var saved = Saved(average);
        Refused("x.pth: its averaged weights lack bias;", saved.Where(t => t.Key != "bias"));
        Refused("x.pth: its averaged weights have head,", saved.Append(KeyValuePair.Create("head", saved[0].Value)));
        Refused("x.pth: weight has shape (1) where the model needs (2) in its averaged weights;",
            saved.Select(t => t.Key == "weight" ? KeyValuePair.Create("weight", CheckpointTensor.FromFloats([1], 1)) : t));

        void Refused(string expected, IEnumerable<KeyValuePair<string, CheckpointTensor>> tensors) =>
            Assert.StartsWith(expected, Assert.Throws<InputException>(() => average.Restore(tensors, 3, "x.pth")).Message, StringComparison.Ordinal);
    }

    private static List<KeyValuePair<string, CheckpointTensor>> Saved(WeightAverage average) =>
        [.. average.Tensors.Select(t => KeyValuePair.Create(t.Name, t.Tensor.IsFloatingPoint
            ? CheckpointTensor.FromFloats(t.Tensor.ToArray<float>(), t.Tensor.Shape)
            : CheckpointTensor.FromMemory(ElementType.Int64, t.Tensor.Shape, BitConverter.GetBytes(t.Tensor.ToArray<long>()[0]))))];

    private static double Value(WeightAverage average, string name) => average.Tensors.Single(t => t.Name == name).Tensor.ToArray<float>()[1];

    private void Set(double weight)
    {
        using var own = _module.Weight.Detach();
        own.FillInPlace(weight);
    }
}
