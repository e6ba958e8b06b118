using Luciole.Torch.Autograd;

namespace Luciole.Torch.Distributed;

/// <summary>The largest values over ranks. Input: this rank's, <c>[K]</c>.</summary>
internal sealed class SharedMaximumFunction(ProcessGroup group, bool isCounted) : GradientFunction
{
    private Tensor? _part;

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        using var scope = new TensorScope();
        var own = isCounted ? inputs[0].Detach() : Tensor.Full(inputs[0].Shape, double.NegativeInfinity, inputs[0].ScalarType, inputs[0].Device);
        var all = group.AllGather(own);
        var values = Array.ConvertAll(all, tensor => tensor.To(ScalarType.Float64).ToArray<double>());
        var part = new float[values[0].Length];
        var largest = new float[part.Length];
        for (var i = 0; i < part.Length; i++)
        {
            var most = values.Max(v => v[i]);
            largest[i] = (float)most;
            part[i] = isCounted && values[group.Place.Rank][i] == most ? 1f / values.Count(v => v[i] == most) : 0;
        }

        _part = Save(Tensor.From(part, part.Length).To(inputs[0].Device));
        return [scope.Keep(Tensor.From(largest, largest.Length).To(inputs[0].Device))];
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        using var scope = new TensorScope();
        var sum = outputGradients[0] is { } gradient ? gradient.Clone() : Tensor.Zeros(_part!.Shape, _part.ScalarType, _part.Device);
        group.AllReduce(sum);
        return [scope.Keep(sum * _part!)];
    }
}
