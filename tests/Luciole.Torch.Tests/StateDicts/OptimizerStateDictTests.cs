using Luciole.Checkpoints;
using Luciole.Files;
using Luciole.Torch.Optimizers;
using Luciole.Torch.StateDicts;

namespace Luciole.Torch.Tests;

public sealed class OptimizerStateDictTests : IDisposable
{
    private readonly TensorScope _scope = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Weights _weights = new();

    public void Dispose()
    {
        _weights.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_resumed_optimizer_goes_on_bit_for_bit()
    {
        foreach (var make in new Func<Optimizer>[] { () => AdamW(), () => new Adam(Groups(), 0.02), () => new Sgd(Groups(), 0.02) })
        {
            using var optimizer = make();
            Steps(optimizer, 0, 3);
            var before = _weights.Parameters().Select(p => p.Tensor.ToArray<float>()).ToArray();
            var path = _folder.File($"{optimizer.GetType().Name}.pth");
            CheckpointWriter.Write(path, new PickleDict { { "optimizer", OptimizerStateDictWriter.ToDict(optimizer) } });
            Steps(optimizer, 3, 6);
            var expected = _weights.Parameters().Select(p => p.Tensor.ToArray<float>()).ToArray();

            foreach (var ((_, tensor, _), values) in _weights.Parameters().Zip(before))
                tensor.Detach().CopyFrom(Tensor.From(values, tensor.Shape));
            using var resumed = make();
            resumed.LearningRate = 77;
            // A state that it had before is forgotten.
            resumed.SetState(_weights.Unused, resumed.StateNames.ToDictionary(n => n, n => Tensor.Zeros(n == "step" ? [] : [3])));
            using (var checkpoint = PyTorchCheckpoint.Open(path))
                OptimizerStateDictLoader.Load(resumed, checkpoint);
            Assert.Null(resumed.StateOf(_weights.Unused));
            Assert.Equal(0.02, resumed.LearningRate);
            Steps(resumed, 3, 6);
            Assert.Equal(expected, _weights.Parameters().Select(p => p.Tensor.ToArray<float>()));
        }
    }

    [Fact]
    public void Parameters_are_numbered_over_the_groups_and_those_without_state_are_absent()
    {
        using var optimizer = AdamW();
        Steps(optimizer, 0, 1);
        var dict = OptimizerStateDictWriter.ToDict(optimizer);
        var groups = dict["param_groups"]!.AsItems!.Cast<PickleDict>().ToList();
        Assert.Equal([[0, 1], [2]], groups.Select(g => g["params"]!.AsItems!.Select(n => (int)n.AsInt64!)));
        // bias, unused; matrix: the middle one never had a gradient.
        Assert.Equal([0L, 2], ((PickleDict)dict["state"]!).Keys.Select(k => k.AsInt64!.Value));
        Assert.Equal([0, 0.3], groups.Select(g => g["weight_decay"]!.AsDouble!.Value));
        Assert.Equal("(0.9, 0.999)", groups[0]["betas"]!.ToString());
        Assert.Equal(["lr", "betas", "eps", "weight_decay", "amsgrad", "foreach", "maximize", "capturable", "params"], groups[0].Keys.Select(k => k.AsString));
    }

    [Fact]
    public void A_count_of_steps_may_be_a_plain_integer()
    {
        using var optimizer = AdamW();
        var dict = StateDict(optimizer, entry => entry["step"] = 41);
        OptimizerStateDictLoader.Load(optimizer, dict, "old.pth");
        Assert.Equal(41, optimizer.StateOf(_weights.Bias)!["step"].Item());
        Steps(optimizer, 0, 1);
        Assert.Equal(42, optimizer.StateOf(_weights.Bias)!["step"].Item());
    }

    [Fact]
    public void Numbers_of_parameters_may_be_any()
    {
        using var optimizer = AdamW();
        var dict = StateDict(optimizer, _ => { });
        var state = (PickleDict)dict["state"]!;
        var moved = new PickleDict();
        moved[new PickleInteger(70)] = state[new PickleInteger(0)]!;
        dict["state"] = moved;
        ((PickleDict)dict["param_groups"]!.AsItems![0])["params"] = new PickleList([70, 71]);
        OptimizerStateDictLoader.Load(optimizer, dict, "x.pth");
        Assert.Equal(3, optimizer.StateOf(_weights.Bias)!["step"].Item());
        Assert.Null(optimizer.StateOf(_weights.Matrix));
    }

    [Fact]
    public void State_of_other_precision_is_converted()
    {
        using var optimizer = AdamW();
        var dict = StateDict(optimizer, entry => entry["exp_avg"] = CheckpointTensor.FromMemory(
            ElementType.Float64, [19], Enumerable.Range(0, 19).SelectMany(i => BitConverter.GetBytes(i / 4.0)).ToArray()));
        OptimizerStateDictLoader.Load(optimizer, dict, "x.pth");
        Assert.Equal(Enumerable.Range(0, 19).Select(i => i / 4f), optimizer.StateOf(_weights.Bias)!["exp_avg"].ToArray<float>());
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_anything_is_taken_over()
    {
        RefusedWhole("holds no state of an optimiser", null);
        RefusedWhole("holds no state of an optimiser", new PickleList());
        RefusedWhole("holds no state of an optimiser", new PickleDict { { "state", new PickleDict() } });
        Refused("has 1 groups of parameters where this one has 2", dict => dict["param_groups"] = new PickleList([dict["param_groups"]!.AsItems![0]]));
        Refused("group 0 of its optimiser has 3 parameters where this one has 2", dict => Group(dict, 0)["params"] = new PickleList([0, 1, 3]));
        Refused("group 1 of its optimiser lists 0 as a parameter", dict => Group(dict, 1)["params"] = new PickleList([0]));
        Refused("group 1 of its optimiser lists 'two' as a parameter", dict => Group(dict, 1)["params"] = new PickleList(["two"]));
        Refused("group 1 of its optimiser has 0 parameters where this one has 1", dict => dict["param_groups"] = new PickleList([Group(dict, 0), PickleNone.Instance]));
        Refused("has a state for a parameter 9 that no group lists", dict => ((PickleDict)dict["state"]!)[new PickleInteger(9)] = new PickleDict());
        Refused("the optimiser's state of bias is 5, where a dict was expected", dict => ((PickleDict)dict["state"]!)[new PickleInteger(0)] = 5);
        RefusedEntry("the optimiser's state of bias is momentum_buffer, where AdamW keeps step, exp_avg, exp_avg_sq", entry => new PickleDict { { "momentum_buffer", entry["exp_avg"]! } });
        RefusedEntry("where AdamW keeps step, exp_avg, exp_avg_sq", entry => Changed(entry, "max_exp_avg_sq", entry["exp_avg"]!));
        RefusedEntry("exp_avg in the optimiser's state of bias has shape (7, 5) where the parameter has (19)", entry => Changed(entry, "exp_avg", CheckpointTensor.FromFloats(new float[35], 7, 5)));
        RefusedEntry("exp_avg in the optimiser's state of bias is 0.5, where a tensor of real numbers was expected", entry => Changed(entry, "exp_avg", 0.5));
        RefusedEntry("counts -1 steps for bias", entry => Changed(entry, "step", -1));
        RefusedEntry("steps for bias, where a whole number was expected", entry => Changed(entry, "step", CheckpointTensor.FromFloats([float.NaN])));
        RefusedEntry("steps for bias, where a whole number was expected", entry => Changed(entry, "step", CheckpointTensor.FromFloats([1, 2], 2)));
        RefusedEntry("counts 'three' steps for bias", entry => Changed(entry, "step", "three"));
    }

    private static PickleDict Changed(PickleDict entry, string name, PickleValue value)
    {
        entry[name] = value;
        return entry;
    }

    private static PickleDict Group(PickleDict dict, int index) => (PickleDict)dict["param_groups"]!.AsItems![index];

    private void RefusedEntry(string expected, Func<PickleDict, PickleDict> change) => Refused(expected, dict =>
    {
        var state = (PickleDict)dict["state"]!;
        state[new PickleInteger(0)] = change((PickleDict)state[new PickleInteger(0)]!);
    });

    private void Refused(string expected, Action<PickleDict> change)
    {
        using var optimizer = AdamW();
        var dict = StateDict(optimizer, _ => { });
        change(dict);
        RefusedWhole(expected, dict);
    }

    private void RefusedWhole(string expected, PickleValue? dict)
    {
        using var optimizer = AdamW();
        Steps(optimizer, 0, 1);
        var error = Assert.Throws<InputException>(() => OptimizerStateDictLoader.Load(optimizer, dict, "a/b.pth"));
        Assert.StartsWith("a/b.pth: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, optimizer.StateOf(_weights.Bias)!["step"].Item());
    }

    /// <summary>The state after three steps, with the entry of the bias changed.</summary>
    private PickleDict StateDict(Optimizer optimizer, Action<PickleDict> change)
    {
        Steps(optimizer, 0, 3);
        var path = _folder.File("state.pth");
        CheckpointWriter.Write(path, OptimizerStateDictWriter.ToDict(optimizer));
        using var checkpoint = PyTorchCheckpoint.Open(path);
        var dict = (PickleDict)InMemory(checkpoint.Root);
        change((PickleDict)((PickleDict)dict["state"]!)[new PickleInteger(0)]!);
        return dict;
    }

    private static PickleValue InMemory(PickleValue value)
    {
        switch (value)
        {
            case CheckpointTensor tensor:
                return CheckpointTensor.FromFloats(tensor.ToFloats(), [.. tensor.Shape]);
            case PickleDict dict:
                var copy = new PickleDict();
                foreach (var (key, item) in dict)
                    copy[key] = InMemory(item);
                return copy;
            case PickleList list:
                return new PickleList(list.Select(InMemory));
            default:
                return value;
        }
    }

    private IReadOnlyList<ParameterGroup> Groups() => ParameterGroup.Split(_weights, 0.3);

    private AdamW AdamW() => new(Groups(), 0.02);

    private void Steps(Optimizer optimizer, int first, int end)
    {
        for (var step = first; step < end; step++)
        {
            _weights.SetGradients(step);
            optimizer.Step();
        }
    }
}
