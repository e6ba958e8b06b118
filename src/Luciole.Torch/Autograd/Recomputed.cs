using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Autograd;

/// <summary>
/// A part of a network of which only the input is kept; the way back computes the rest once more (Chen et al., "Training Deep Nets with
/// Sublinear Memory Cost"). It computes in the same precision, the same random numbers come, and running statistics count a batch once.
/// Gradients of captured parameters add up in the parameters themselves.
/// </summary>
public sealed class Recomputed : GradientFunction
{
    [ThreadStatic]
    private static bool t_isRunning;

    [ThreadStatic]
    private static bool t_isFirst;

    private readonly Func<Tensor, Tensor> _part;
    private readonly Device _device;
    private readonly bool _isRandom;
    private byte[] _random = [];
    private ScalarType? _autocast;
    private Tensor? _input;
    private bool _inputHasGradient;

    private Recomputed(Func<Tensor, Tensor> part, Device device, bool isRandom)
    {
        _part = part;
        _device = device;
        _isRandom = isRandom;
    }

    /// <summary>
    /// Whether this thread computes something for the second time. A state of the thread, as the mode of autograd is: layers that count
    /// batches ask for it.
    /// </summary>
    public static bool IsRunning => t_isRunning;

    /// <summary>
    /// Whether this thread computes for the first time what it will compute again, then followed by autograd: operators that choose between
    /// ways of computing must choose as they will then.
    /// </summary>
    public static bool IsFirst => t_isFirst;

    /// <summary>The result of <paramref name="part"/>.</summary>
    /// <param name="part">From the input to one tensor; called once now and once on the way back.</param>
    /// <param name="input">What is kept.</param>
    /// <param name="parameter">One of the parameters that the part captures: autograd comes back for its sake where the input needs no gradient.</param>
    /// <param name="isRandom">
    /// Whether the part draws random numbers. Without, the generator is left alone: its state cannot be read while a graph is recorded.
    /// </param>
    public static Tensor Run(Func<Tensor, Tensor> part, Tensor input, Tensor parameter, bool isRandom = true) =>
        Apply(new Recomputed(part, input.Device, isRandom), input, parameter)[0];

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        _inputHasGradient = inputs[0].RequiresGrad;
        _input = Save(inputs[0]);
        _random = State();
        _autocast = Autocast.TypeOf(_device.Kind);

        // Copies of weights that are made where autograd does not follow must not serve elsewhere.
        using var uncached = Autocast.WithoutCache();
        var before = t_isFirst;
        t_isFirst = true;
        try
        {
            return [_part(inputs[0])];
        }
        finally
        {
            t_isFirst = before;
        }
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        if (outputGradients[0] is not { } gradient)
            return [null, null];
        var (before, first, random) = (t_isRunning, t_isFirst, State());
        using var followed = new GradScope();
        using var input = _input!.Detach();
        input.RequiresGrad = _inputHasGradient;
        (t_isRunning, t_isFirst) = (true, false);
        Return(_random);
        try
        {
            using var output = Again(input);
            Return(random);
            output.Backward(gradient);
        }
        finally
        {
            (t_isRunning, t_isFirst) = (before, first);
            Return(random);
        }

        return [input.Gradient, null];
    }

    // The way back is outside of mixed precision, and on a GPU in another thread.
    private Tensor Again(Tensor input)
    {
        using var autocast = _autocast is { } type ? new Autocast(_device.Kind, type) : null;
        return _part(input);
    }

    private byte[] State() => _isRandom ? RandomState.Capture(_device) : [];

    private void Return(byte[] state)
    {
        if (_isRandom)
            RandomState.Restore(state, _device);
    }
}
