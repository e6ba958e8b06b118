using Luciole.Torch;

namespace Luciole.Training;

/// <summary>
/// Decides where the tensors lie, without telling the processor, whether the optimiser may move, and scales the loss. A gradient that is
/// not finite is put down to the scale as long as it is above 1: the step is skipped and the scale halved. At a scale of 1, or when a loss is
/// not finite, training has failed: from then on no step counts, until <see cref="Read"/> tells.
/// </summary>
internal sealed class StepGuard : IDisposable
{
    private const int ScaleAt = 0;
    private const int CleanAt = 1;
    private const int SkippedAt = 2;
    private const int FailedAt = 3;
    private const int GoodAt = 4;
    private const int Length = 5;

    private readonly LossScalingRule? _scaling;
    private readonly Tensor _state;
    private readonly Tensor _lossFailed;
    private readonly Tensor _scale;

    /// <summary>Begins without a failure.</summary>
    /// <param name="scaling">How the loss is scaled, or null.</param>
    /// <param name="device">Where losses and gradients lie.</param>
    public StepGuard(LossScalingRule? scaling, Device device)
    {
        _scaling = scaling;
        _state = TensorScope.Release(Tensor.Zeros([Length], ScalarType.Float64, device));
        _lossFailed = TensorScope.Release(Tensor.Zeros([], ScalarType.Float64, device));
        _scale = TensorScope.Release(Tensor.Ones([], ScalarType.Float32, device));
        Restart(scaling is null ? LossScale.One : new LossScale(scaling.Initial, 0, 0));
    }

    /// <summary>What the loss is multiplied by, one element in single precision that changes in place.</summary>
    public Tensor Scale => _scale;

    /// <summary>Whether the loss is scaled at all.</summary>
    public bool IsScaling => _scaling is not null;

    /// <summary>Takes note of a batch's loss.</summary>
    public void Watch(Tensor loss)
    {
        using var scope = new TensorScope();
        _lossFailed.CopyFrom(_lossFailed.Maximum(1 - Elementwise.AllFinite(loss)));
    }

    /// <summary>Ends a step: decides by the losses watched and by the norm of the scaled gradients.</summary>
    /// <param name="norm">One element; not finite when a gradient is not.</param>
    /// <returns>The flag that the optimiser must not move, in single precision.</returns>
    public Tensor Decide(Tensor norm)
    {
        using var scope = new TensorScope();
        var (scale, clean, skipped, failed, good) = (_state.Select(0, ScaleAt), _state.Select(0, CleanAt), _state.Select(0, SkippedAt), _state.Select(0, FailedAt), _state.Select(0, GoodAt));
        var found = 1 - Elementwise.AllFinite(norm);
        failed.CopyFrom(failed.Maximum(_lossFailed).Maximum(found * Elementwise.AtMost(scale, 1)));
        var counts = 1 - failed;
        var skip = found.Maximum(failed);
        skipped.AddInPlace(found * counts);
        good.AddInPlace(counts);
        if (_scaling is not null)
        {
            var next = (clean + 1) * (1 - found);
            var grows = Elementwise.AtLeast(next, _scaling.GrowthInterval);
            var factor = (found * (_scaling.Backoff - 1)) + (grows * (_scaling.Growth - 1)) + 1;
            scale.CopyFrom((scale * ((counts * (factor - 1)) + 1)).Clamp(1, _scaling.Most));
            clean.CopyFrom((failed * clean) + (counts * next * (1 - grows)));
            _scale.CopyFrom(scale);
        }

        _lossFailed.FillInPlace(0);
        return scope.Keep(skip.To(ScalarType.Float32));
    }

    /// <summary>The flag that training has failed, in double precision; a view that changes in place.</summary>
    public Tensor Failed() => _state.Select(0, FailedAt);

    /// <summary>What happened since the last reading; waits for the device.</summary>
    /// <returns>Where the scaling stands, the steps that count, and whether what came after them failed.</returns>
    public (LossScale Scale, int GoodSteps, bool HasFailed) Read()
    {
        var values = _state.ToArray<double>();
        using (var good = _state.Select(0, GoodAt))
            good.FillInPlace(0);
        return (new LossScale(values[ScaleAt], (long)values[CleanAt], (long)values[SkippedAt]), (int)values[GoodAt], values[FailedAt] != 0);
    }

    /// <summary>Goes on from where the scaling stood, without a failure.</summary>
    public void Restart(LossScale from)
    {
        using var scope = new TensorScope();
        _state.CopyFrom(Tensor.From([from.Scale, from.CleanSteps, from.Skipped, 0, 0], Length));
        _scale.FillInPlace(from.Scale);
        _lossFailed.FillInPlace(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Dispose();
        _lossFailed.Dispose();
        _scale.Dispose();
    }}
