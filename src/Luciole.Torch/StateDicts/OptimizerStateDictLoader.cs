using Luciole.Checkpoints;
using Luciole.Files;
using Luciole.Torch.Optimizers;

namespace Luciole.Torch.StateDicts;

/// <summary>
/// Puts the optimiser's state of a checkpoint, as PyTorch's <c>optimizer.state_dict()</c> lays it out, into an optimiser over the same
/// parameters. Everything is checked before anything is taken over.
/// </summary>
public static class OptimizerStateDictLoader
{
    private const string Mend = "resume with the configuration that the checkpoint was trained with, or load only its weights (MODEL.LOAD_CHECKPOINT_ONLY_WEIGHTS: True)";

    /// <summary>
    /// Replaces the optimiser's state. The learning rate is that of the checkpoint until the schedule sets it; the other options of the
    /// groups stay the optimiser's own. Values are read when their turn comes: the checkpoint must be open.
    /// </summary>
    /// <exception cref="InputException">The checkpoint has no optimiser's state, one of another optimiser or network, or is damaged.</exception>
    public static void Load(Optimizer optimizer, PyTorchCheckpoint checkpoint) => Load(optimizer, checkpoint.Optimizer, checkpoint.Path);

    /// <summary>The same from the state dictionary alone; messages name <paramref name="fileName"/>.</summary>
    /// <exception cref="InputException">There is none, it is of another optimiser or network, or it is damaged.</exception>
    public static void Load(Optimizer optimizer, PickleValue? stateDict, string fileName)
    {
        if (stateDict is not PickleDict dict || dict["state"] is not PickleDict states || dict["param_groups"]?.AsItems is not { } groups)
            throw new InputException($"{fileName}: holds no state of an optimiser (an entry optimizer with state and param_groups); load only its weights (MODEL.LOAD_CHECKPOINT_ONLY_WEIGHTS: True).");
        var owners = Owners(optimizer, groups, fileName);
        var entries = new List<OptimizerStateEntry>();
        foreach (var (key, value) in states)
        {
            if (key.AsInt64 is not { } number || !owners.TryGetValue(number, out var owner))
                throw new InputException($"{fileName}: its optimiser has a state for a parameter {key} that no group lists; save the checkpoint again.");
            if (value is PickleDict entry && entry.All(e => e.Value is PickleNone))
                continue;
            entries.Add(OptimizerStateEntry.Check(optimizer, owner, value, problem => new InputException($"{fileName}: {problem}; {Mend}.")));
        }

        optimizer.ClearState();
        foreach (var entry in entries)
            entry.ApplyTo(optimizer);
        if (groups.Select(g => (g as PickleDict)?["lr"]?.AsDouble).FirstOrDefault() is { } rate && double.IsFinite(rate))
            optimizer.LearningRate = rate;
    }

    /// <summary>Which parameter a number in the file means: its place in the groups, whatever the numbers are.</summary>
    private static Dictionary<long, Modules.NamedTensor> Owners(Optimizer optimizer, IReadOnlyList<PickleValue> groups, string fileName)
    {
        if (groups.Count != optimizer.Groups.Count)
            throw new InputException($"{fileName}: its optimiser has {groups.Count} groups of parameters where this one has {optimizer.Groups.Count}; {Mend}.");
        var owners = new Dictionary<long, Modules.NamedTensor>();
        for (var g = 0; g < groups.Count; g++)
        {
            var parameters = optimizer.Groups[g].Parameters;
            var numbers = (groups[g] as PickleDict)?["params"]?.AsItems ?? [];
            if (numbers.Count != parameters.Count)
                throw new InputException($"{fileName}: group {g} of its optimiser has {numbers.Count} parameters where this one has {parameters.Count}; {Mend}.");
            for (var p = 0; p < parameters.Count; p++)
            {
                if (numbers[p].AsInt64 is not { } number || !owners.TryAdd(number, parameters[p]))
                    throw new InputException($"{fileName}: group {g} of its optimiser lists {numbers[p]} as a parameter, where a number that no other parameter has was expected; save the checkpoint again.");
            }
        }

        return owners;
    }
}
