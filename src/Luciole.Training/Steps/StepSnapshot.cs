using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Runtime;

namespace Luciole.Training;

/// <summary>
/// What a batch changes before the optimiser moves: batch-norm statistics and random states. With it, batches that did not make it to
/// a step can be taken back.
/// </summary>
internal sealed class StepSnapshot(Module model, Device device) : IDisposable
{
    private readonly List<(Tensor Buffer, Tensor Copy)> _buffers = Copies(model);
    private byte[] _random = RandomState.Capture(device);

    /// <summary>Remembers the present state.</summary>
    public void Take()
    {
        using var noGrad = new NoGradScope();
        foreach (var (buffer, copy) in _buffers)
            copy.CopyFrom(buffer);
        _random = RandomState.Capture(device);
    }

    /// <summary>Goes back to the state remembered, and drops the gradients.</summary>
    public void Return()
    {
        using var noGrad = new NoGradScope();
        foreach (var (buffer, copy) in _buffers)
            buffer.CopyFrom(copy);
        RandomState.Restore(_random, device);
        model.ZeroGradients();
    }

    public void Dispose()
    {
        foreach (var (_, copy) in _buffers)
            copy.Dispose();
    }

    private static List<(Tensor, Tensor)> Copies(Module model)
    {
        using var scope = new TensorScope();
        return [.. model.State().Where(t => !t.IsParameter).Select(t => (t.Tensor, TensorScope.Release(t.Tensor.Clone())))];
    }
}
