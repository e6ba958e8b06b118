using Luciole.Torch;
using Luciole.Torch.Cuda;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>
/// Forward and backward passes that a GPU plays from a recording, one for each shape of batches. The first batches of a shape are computed
/// as usual, so that libraries have chosen their ways. Where recording fails, everything goes on as usual.
/// </summary>
/// <param name="model">Its parameters get the gradients.</param>
/// <param name="device">The GPU.</param>
internal sealed class RecordedPasses(Module model, Device device) : IDisposable
{
    private const int PassesBefore = 3;

    // A full batch, and the rest of an epoch.
    private const int MostShapes = 2;

    private readonly Tensor[] _parameters = [.. model.Parameters().Select(p => p.Tensor)];
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordedPass> _recorded = new(StringComparer.Ordinal);

    /// <summary>Why nothing is recorded any more, in one sentence; null while all is well.</summary>
    public string? Failure { get; private set; }

    /// <summary>Goes forward and backward; gradients must have been dropped before.</summary>
    /// <param name="raw">The batch's images.</param>
    /// <param name="target">Their targets, or null.</param>
    /// <param name="pass">The computation, of tensors of this shape; it must not look at their elements.</param>
    public void Run(Tensor raw, Tensor? target, Action<Tensor, Tensor?> pass)
    {
        var shape = string.Join(',', raw.Shape);
        if (_recorded.TryGetValue(shape, out var recorded))
        {
            recorded.Play(raw, target, _parameters);
            return;
        }

        var seen = _seen[shape] = _seen.GetValueOrDefault(shape) + 1;
        if (seen <= PassesBefore || _recorded.Count == MostShapes || Failure is not null || Record(raw, target, pass) is not { } made)
        {
            pass(raw, target);
            return;
        }

        _recorded[shape] = made;
        made.Play(raw, target, _parameters);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_recorded.Count > 0)
            Torch.Runtime.TorchRuntime.Synchronize(device);
        foreach (var recorded in _recorded.Values.Reverse())
            recorded.Dispose();
        _recorded.Clear();
    }

    private RecordedPass? Record(Tensor raw, Tensor? target, Action<Tensor, Tensor?> pass)
    {
        try
        {
            return RecordedPass.Record(raw, target, _parameters, pass, device, _recorded.Values.FirstOrDefault());
        }
        catch (TorchException e)
        {
            model.ZeroGradients();
            Failure = $"TRAIN.CUDA_GRAPH: True: the step cannot be recorded on {device} ({e.Message.TrimEnd('.')}); training goes on without";
            return null;
        }
    }
}
