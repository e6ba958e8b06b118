using Luciole.Torch.Runtime;

namespace Luciole.Torch.Autograd;

/// <summary>
/// A part of a network of which only the input is kept; the way back computes the rest once more (Chen et al., "Training Deep Nets with
/// Sublinear Memory Cost"). The same random numbers come, and running statistics count a batch once. Gradients of captured parameters
/// add up in the parameters themselves.
/// </summary>
public sealed class Recomputed : GradientFunction
{
    [ThreadStatic]
    private static bool t_isRunning;

    private readonly Func<Tensor, Tensor> _part;
    private readonly Device _device;
    private byte[] _random = [];
    private Tensor? _input;
    private bool _inputHasGradient;

    private Recomputed(Func<Tensor, Tensor> part, Device device)
    {
        _part = part;
        _device = device;
    }

    /// <summary>
    /// Whether this thread computes something for the second time. A state of the thread, as the mode of autograd is: layers that count
    /// batches ask for it.
    /// </summary>
    public static bool IsRunning => t_isRunning;

    /// <summary>The result of <paramref name="part"/>.</summary>
    /// <param name="part">From the input to one tensor; called once now and once on the way back.</param>
    /// <param name="input">What is kept.</param>
    /// <param name="parameter">One of the parameters that the part captures: autograd comes back for its sake where the input needs no gradient.</param>
    public static Tensor Run(Func<Tensor, Tensor> part, Tensor input, Tensor parameter) =>
        Apply(new Recomputed(part, input.Device), input, parameter)[0];

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        _inputHasGradient = inputs[0].RequiresGrad;
        _input = Save(inputs[0]);
        _random = RandomState.Capture(_device);
        return [_part(inputs[0])];
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        if (outputGradients[0] is not { } gradient)
            return [null, null];
        var (before, random) = (t_isRunning, RandomState.Capture(_device));
        using var followed = new GradScope();
        using var input = _input!.Detach();
        input.RequiresGrad = _inputHasGradient;
        t_isRunning = true;
        RandomState.Restore(_random, _device);
        try
        {
            using var output = _part(input);
            RandomState.Restore(random, _device);
            output.Backward(gradient);
        }
        finally
        {
            t_isRunning = before;
            RandomState.Restore(random, _device);
        }

        return [input.Gradient, null];
    }
}
