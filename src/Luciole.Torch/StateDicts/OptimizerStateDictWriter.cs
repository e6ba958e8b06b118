using Luciole.Checkpoints;
using Luciole.Torch.Optimizers;

namespace Luciole.Torch.StateDicts;

/// <summary>
/// An optimiser's state as PyTorch's <c>optimizer.state_dict()</c>: <c>state</c>, by the number of the parameter, and
/// <c>param_groups</c>, each with its options and the numbers of its parameters. Parameters are numbered over the groups in order;
/// those that never had a gradient have no state.
/// </summary>
public static class OptimizerStateDictWriter
{
    /// <summary>
    /// The state dictionary. The bytes of its tensors are taken when the checkpoint is written, so the optimiser must live and stand
    /// still until then.
    /// </summary>
    public static PickleDict ToDict(Optimizer optimizer)
    {
        var state = new PickleDict();
        var groups = new PickleList();
        long number = 0;
        foreach (var group in optimizer.Groups)
        {
            var numbers = new PickleList();
            foreach (var (_, parameter, _) in group.Parameters)
            {
                if (optimizer.StateOf(parameter) is { } tensors)
                    state[number] = Entry(tensors);
                numbers.Add(number++);
            }

            var entry = new PickleDict();
            foreach (var (name, value) in optimizer.OptionsOf(group))
                entry.Add(name, Option(value));
            entry.Add("params", numbers);
            groups.Add(entry);
        }

        return new PickleDict { { "state", state }, { "param_groups", groups } };
    }

    private static PickleDict Entry(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var entry = new PickleDict();
        foreach (var (name, tensor) in tensors)
            entry.Add(name, StateDictWriter.ToCheckpoint(tensor));
        return entry;
    }

    private static PickleValue Option(object? value) => value switch
    {
        null => PickleNone.Instance,
        bool truth => truth,
        long number => number,
        double number => number,
        object?[] items => new PickleTuple([.. items.Select(Option)]),
        _ => throw new ArgumentException($"An option of an optimiser cannot be a {value.GetType().Name}.", nameof(value)),
    };
}
