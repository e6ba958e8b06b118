using Luciole.Torch;
using Luciole.Torch.Cuda;

namespace Luciole.Training;

/// <summary>A forward and backward pass for batches of one shape, with the tensors that it reads and the gradients that it leaves.</summary>
internal sealed class RecordedPass : IDisposable
{
    private readonly Tensor _raw;
    private readonly Tensor? _target;
    private readonly Tensor?[] _gradients;
    private readonly CudaGraph _graph;

    private RecordedPass(Tensor raw, Tensor? target, Tensor?[] gradients, CudaGraph graph) => (_raw, _target, _gradients, _graph) = (raw, target, gradients, graph);

    /// <summary>Records a pass; nothing of it is computed.</summary>
    /// <param name="raw">Images of the shape.</param>
    /// <param name="target">Their targets, or null.</param>
    /// <param name="parameters">Get their gradients; they must have none.</param>
    /// <param name="pass">The computation.</param>
    /// <param name="device">The GPU.</param>
    /// <param name="other">Another recording of the same network, whose memory is shared.</param>
    /// <exception cref="TorchException">It cannot be recorded.</exception>
    public static RecordedPass Record(Tensor raw, Tensor? target, Tensor[] parameters, Action<Tensor, Tensor?> pass, Device device, RecordedPass? other)
    {
        var (input, truth) = (TensorScope.Release(raw.Clone()), target is null ? null : TensorScope.Release(target.Clone()));
        try
        {
            var graph = CudaGraph.Capture(device, () => pass(input, truth), other?._graph);
            var gradients = Array.ConvertAll(parameters, p => p.Gradient is { } gradient ? TensorScope.Release(gradient) : null);
            return new RecordedPass(input, truth, gradients, graph);
        }
        catch
        {
            input.Dispose();
            truth?.Dispose();
            throw;
        }
    }

    /// <summary>Computes a batch; the parameters then have its gradients.</summary>
    public void Play(Tensor raw, Tensor? target, Tensor[] parameters)
    {
        _raw.CopyFrom(raw);
        if (target is not null)
            _target!.CopyFrom(target);
        _graph.Replay();
        for (var i = 0; i < parameters.Length; i++)
            parameters[i].Gradient = _gradients[i];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gradient in _gradients)
            gradient?.Dispose();
        _graph.Dispose();
        _raw.Dispose();
        _target?.Dispose();
    }
}
