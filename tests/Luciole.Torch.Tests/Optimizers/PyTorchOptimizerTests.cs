using Luciole.Checkpoints;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;
using Luciole.Torch.StateDicts;

namespace Luciole.Torch.Tests;

/// <summary>PyTorch takes our state over, we take its, and both go on bit for bit alike.</summary>
public sealed class PyTorchOptimizerTests : IDisposable
{
    private const string StepInPyTorch = """
        import sys
        source, target, name = sys.argv[1:]
        file = torch.load(source)
        values = [torch.nn.Parameter(v) for v in file['parameters']]
        groups = [dict(params=values[1:], weight_decay=0), dict(params=values[:1])]
        options = dict(AdamW=dict(weight_decay=0.3), Adam=dict(weight_decay=0.3), SGD=dict(momentum=0.5, nesterov=True, weight_decay=0.3))[name]
        optimizer = getattr(torch.optim, name)(groups, lr=123.0, **options)
        optimizer.load_state_dict(file['optimizer'])
        assert [p['lr'] for p in optimizer.param_groups] == [0.02, 0.02], optimizer.param_groups
        def step(gradients):
            for value, gradient in zip(values, gradients):
                value.grad = gradient
            optimizer.step()
            return [v.detach().clone() for v in values]
        first = step(file['gradients'][0])
        state = optimizer.state_dict()
        state = dict(state={k: {n: t.clone() for n, t in s.items()} for k, s in state['state'].items()}, param_groups=state['param_groups'])
        torch.save(dict(parameters=first, optimizer=state, second=step(file['gradients'][1])), target)
        """;

    private readonly TensorScope _scope = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Weights _weights = new();

    public void Dispose()
    {
        _weights.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("Adam")]
    [InlineData("SGD")]
    public void Both_go_on_from_the_others_state(string name)
    {
        using var optimizer = Make(name);
        for (var step = 0; step < 3; step++)
            Step(optimizer, step);
        var (ours, theirs) = (_folder.File("ours.pth"), _folder.File("theirs.pth"));
        Save(ours, optimizer);
        Python.RunWithTorch(StepInPyTorch, ours, theirs, name);

        Step(optimizer, 3);
        using var checkpoint = PyTorchCheckpoint.Open(theirs);
        Same(checkpoint["parameters"]!);
        using var resumed = Make(name);
        OptimizerStateDictLoader.Load(resumed, checkpoint);
        foreach (var parameter in new[] { _weights.Matrix, _weights.Bias })
        {
            var expected = optimizer.StateOf(parameter)!;
            Assert.All(resumed.StateOf(parameter)!, entry => Assert.Equal(expected[entry.Key].ToArray<float>(), entry.Value.ToArray<float>()));
        }

        Assert.Null(resumed.StateOf(_weights.Unused));
        Step(resumed, 4);
        Same(checkpoint["second"]!);
    }

    private Optimizer Make(string name)
    {
        var groups = ParameterGroup.Split(_weights, 0.3);
        return name switch
        {
            "AdamW" => new AdamW(groups, 0.02),
            "Adam" => new Adam(groups, 0.02),
            _ => new Sgd(groups, 0.02, 0.5),
        };
    }

    private void Step(Optimizer optimizer, int step)
    {
        _weights.SetGradients(step);
        optimizer.Step();
    }

    private void Save(string path, Optimizer optimizer)
    {
        var gradients = new[] { 3, 4 }.Select(step => new PickleList([
            CheckpointTensor.FromFloats(Weights.Values(35, 10 + step), 5, 7), CheckpointTensor.FromFloats(Weights.Values(19, 20 + step), 19)]));
        CheckpointWriter.Write(path, new PickleDict
        {
            { "parameters", new PickleList(_weights.Parameters().Select(p => StateDictWriter.ToCheckpoint(p.Tensor))) },
            { "gradients", new PickleList(gradients) },
            { "optimizer", OptimizerStateDictWriter.ToDict(optimizer) },
        });
    }

    private void Same(PickleValue expected)
    {
        foreach (var (value, (name, parameter, _)) in expected.AsItems!.Zip(_weights.Parameters()))
            Assert.True(((CheckpointTensor)value).ToFloats().AsSpan().SequenceEqual(parameter.ToArray<float>()), name);
    }
}
