namespace Luciole.Torch.Optimizers;

/// <summary>
/// A step of Adam or AdamW as libtorch's one operator on a GPU. Counts of steps lie there too, so that a step that is left out because of
/// its gradients is not counted, and nothing waits to know.
/// </summary>
internal static class FusedMoments
{
    private static readonly Operator s_adam = new("aten::_fused_adam_");
    private static readonly Operator s_adamW = new("aten::_fused_adamw_");
    private static readonly Operator s_adamWithRate = new("aten::_fused_adam_", "tensor_lr");
    private static readonly Operator s_adamWWithRate = new("aten::_fused_adamw_", "tensor_lr");
    private static readonly Operator s_asStrided = new("aten::as_strided");
    private static readonly Operator s_subtract = new("aten::_foreach_sub_", "List");

    /// <summary>Whether the operator takes a parameter: single precision on a GPU, and this libtorch has it (AdamW from 2.0 on).</summary>
    public static bool Takes(Tensor parameter, bool isDecoupled) =>
        parameter.Device.Kind == DeviceKind.Cuda && parameter.ScalarType == ScalarType.Float32 && (isDecoupled ? s_adamW : s_adam).Exists;

    /// <summary>Whether the operator can read the learning rate from the GPU (2.1 on).</summary>
    public static bool TakesRate(bool isDecoupled) => (isDecoupled ? s_adamWWithRate : s_adamWithRate).Exists;

    /// <summary>Counts a step of all and moves them.</summary>
    /// <param name="rule">The numbers of the step.</param>
    /// <param name="parameters">Parameters of one GPU; the other lists go with them place by place.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="means">Means of gradients.</param>
    /// <param name="squares">Means of squared gradients.</param>
    /// <param name="steps">Counts of steps, one single-precision number each.</param>
    /// <param name="foundInfinite">Not 0 where nothing is to move, or null.</param>
    public static void Step(
        FusedMomentRule rule, Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] squares, Tensor[] steps, Tensor? foundInfinite)
    {
        Foreach.AddInPlace(steps, 1);
        var choice = rule.RateOnDevice is null ? (rule.IsDecoupled ? s_adamW : s_adam) : rule.IsDecoupled ? s_adamWWithRate : s_adamWithRate;
        choice.CallInPlace(
            parameters, AsParametersLie(parameters, gradients), means, squares, Array.Empty<Tensor>(), steps,
            rule.RateOnDevice is { } rate ? rate : rule.Rate, rule.Beta1, rule.Beta2, rule.WeightDecay, rule.Epsilon, false, false, Argument.None, foundInfinite);
        if (foundInfinite is not null)
            s_subtract.CallInPlace(steps, Array.ConvertAll(steps, _ => foundInfinite), 1L);
    }

    /// <summary>
    /// Gradients with the strides of their parameters, which the operator compares one by one. Autograd sees to it but for axes of size 1,
    /// whose strides mean nothing.
    /// </summary>
    internal static Tensor[] AsParametersLie(Tensor[] parameters, Tensor[] gradients)
    {
        var matched = gradients;
        for (var i = 0; i < parameters.Length; i++)
        {
            var shape = parameters[i].Shape;
            if (shape.Length < 2 || !shape.Contains(1))
                continue;
            var (strides, given) = (parameters[i].Strides, gradients[i].Strides);
            if (strides.AsSpan().SequenceEqual(given))
                continue;
            if (ReferenceEquals(matched, gradients))
                matched = [.. gradients];
            matched[i] = Enumerable.Range(0, shape.Length).All(axis => shape[axis] == 1 || strides[axis] == given[axis])
                ? s_asStrided.Call(gradients[i], shape, strides, default)
                : Copy(gradients[i], parameters[i]);
        }

        return matched;
    }

    private static Tensor Copy(Tensor gradient, Tensor parameter)
    {
        var copy = Tensor.EmptyLike(parameter, gradient.ScalarType);
        copy.CopyFrom(gradient);
        return copy;
    }
}
