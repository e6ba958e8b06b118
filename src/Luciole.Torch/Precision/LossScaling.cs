namespace Luciole.Torch.Precision;

/// <summary>
/// The operators that training in half precision scales its loss with. All tensors lie on one device and nothing waits for it: whether a
/// step is to be skipped stays there as a number. On a GPU they are libtorch's own; elsewhere, composed.
/// </summary>
public static class LossScaling
{
    private static readonly Operator s_unscale = new("aten::_amp_foreach_non_finite_check_and_unscale_");
    private static readonly Operator s_update = new("aten::_amp_update_scale_");

    /// <summary>
    /// Multiplies gradients by <paramref name="inverseScale"/> in place, and sets <paramref name="foundInfinite"/> to 1 where any of their
    /// elements is not finite; else it stays as it is.
    /// </summary>
    /// <param name="gradients">Gradients, all on one device.</param>
    /// <param name="foundInfinite">One single-precision number, <c>[1]</c>, 0 before the first call of a step.</param>
    /// <param name="inverseScale">1 / scale, one single-precision number, <c>[1]</c>.</param>
    public static void CheckAndUnscale(Tensor[] gradients, Tensor foundInfinite, Tensor inverseScale)
    {
        if (gradients.Length == 0)
            return;
        if (foundInfinite.Device.Kind == DeviceKind.Cuda)
        {
            s_unscale.CallInPlace(gradients, foundInfinite, inverseScale);
            return;
        }

        var factor = inverseScale.Item();
        var isFinite = true;
        foreach (var gradient in gradients)
            isFinite &= gradient.AllFinite();
        if (!isFinite)
            foundInfinite.FillInPlace(1);
        Foreach.MulInPlace(gradients, factor);
    }

    /// <summary>
    /// Moves the scale: times <paramref name="backoff"/> where something was not finite, times <paramref name="growth"/> after
    /// <paramref name="interval"/> finite steps in a row.
    /// </summary>
    /// <param name="scale">One single-precision number, <c>[1]</c>, changed in place.</param>
    /// <param name="growthTracker">Finite steps in a row, one 32-bit integer, <c>[1]</c>, changed in place.</param>
    /// <param name="foundInfinite">What <see cref="CheckAndUnscale"/> found.</param>
    /// <param name="growth">Above 1.</param>
    /// <param name="backoff">Between 0 and 1.</param>
    /// <param name="interval">Steps.</param>
    public static void UpdateScale(Tensor scale, Tensor growthTracker, Tensor foundInfinite, double growth = 2, double backoff = 0.5, long interval = 2000)
    {
        if (scale.Device.Kind == DeviceKind.Cuda)
        {
            s_update.CallInPlace(scale, growthTracker, foundInfinite, growth, backoff, interval);
            return;
        }

        var steps = foundInfinite.Item() == 0 ? growthTracker.Item() + 1 : 0;
        if (foundInfinite.Item() != 0)
            scale.MulInPlace(backoff);
        else if (steps >= interval && double.IsFinite((float)(scale.Item() * growth)))
            scale.MulInPlace(growth);
        growthTracker.FillInPlace(steps >= interval ? 0 : steps);
    }
}
