using Luciole.Checkpoints;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;

namespace Luciole.Torch.StateDicts;

/// <summary>The state of one parameter in a checkpoint, found to fit it.</summary>
internal sealed class OptimizerStateEntry
{
    private const string Steps = "step";
    private readonly Tensor _parameter;
    private readonly Dictionary<string, PickleValue> _values;

    private OptimizerStateEntry(Tensor parameter, Dictionary<string, PickleValue> values)
    {
        _parameter = parameter;
        _values = values;
    }

    /// <summary>Compares names and shapes with what the optimiser keeps for the parameter.</summary>
    public static OptimizerStateEntry Check(Optimizer optimizer, NamedTensor parameter, PickleValue value, Func<string, Exception> error)
    {
        if (value is not PickleDict entry)
            throw error($"the optimiser's state of {parameter.Name} is {value}, where a dict was expected");
        var values = entry.Where(e => e.Value is not PickleNone).ToDictionary(e => e.Key.AsString ?? e.Key.ToString(), e => e.Value, StringComparer.Ordinal);
        if (!values.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(optimizer.StateNames))
            throw error($"the optimiser's state of {parameter.Name} is {string.Join(", ", values.Keys)}, where {optimizer.GetType().Name} keeps {string.Join(", ", optimizer.StateNames)}");
        foreach (var (name, found) in values)
        {
            if (name == Steps)
            {
                if (StepsOf(found) is not { } steps || !double.IsInteger(steps) || steps < 0)
                    throw error($"the optimiser counts {found} steps for {parameter.Name}, where a whole number was expected");
                continue;
            }

            if (found is not CheckpointTensor tensor || tensor.DType.IsComplex())
                throw error($"{name} in the optimiser's state of {parameter.Name} is {found}, where a tensor of real numbers was expected");
            var expected = parameter.Tensor.Shape;
            if (!expected.AsSpan().SequenceEqual(tensor.Shape))
                throw error($"{name} in the optimiser's state of {parameter.Name} has shape ({string.Join(", ", tensor.Shape)}) where the parameter has ({string.Join(", ", expected)})");
        }

        return new OptimizerStateEntry(parameter.Tensor, values);
    }

    /// <summary>Reads the values and hands them over.</summary>
    public void ApplyTo(Optimizer optimizer)
    {
        using var scope = new TensorScope();
        optimizer.SetState(_parameter, _values.ToDictionary(v => v.Key, v => Read(v.Key, v.Value), StringComparer.Ordinal));
    }

    private Tensor Read(string name, PickleValue value)
    {
        if (name == Steps)
            return Tensor.Scalar(StepsOf(value)!.Value);
        var tensor = Tensor.Empty(_parameter.Shape, _parameter.ScalarType, _parameter.Device);
        TensorReader.Read((CheckpointTensor)value, tensor);
        return tensor;
    }

    // A tensor of one value since PyTorch 1.12, a plain integer before.
    private static double? StepsOf(PickleValue value) =>
        value is CheckpointTensor { ElementCount: 1 } tensor && !tensor.DType.IsComplex() ? tensor.ToDoubles()[0] : value.AsDouble;
}
