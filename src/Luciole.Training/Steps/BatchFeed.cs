using Luciole.Torch;
using Luciole.Torch.Cuda;

namespace Luciole.Training;

/// <summary>
/// Brings batches to the device. To a GPU by way of page-locked memory, in a stream of its own: since the processor is ahead of the GPU, a
/// batch arrives while the one before it is being computed. Two batches of each shape are on their way at most, which keeps the processor
/// from running further ahead.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="staged">Whether page-locked memory is used.</param>
internal sealed class BatchFeed(Device device, bool staged) : IDisposable
{
    private const int Places = 2;

    private readonly Dictionary<string, BatchPlace[]> _places = new(StringComparer.Ordinal);
    private readonly bool _staged = staged && device.Kind == DeviceKind.Cuda;
    private CudaStream? _stream;
    private BatchPlace? _used;
    private int _turn;

    /// <summary>
    /// The images of a batch on the device. They may be used by what the thread's current stream is given until <see cref="Used"/>, and belong
    /// to the feed or to the caller's scope.
    /// </summary>
    public (Tensor Raw, Tensor? Target) Bring(Batch batch)
    {
        if (!_staged)
        {
            return (
                Tensor.From(batch.Raw, batch.RawShape).To(device),
                batch.Target is null ? null : Tensor.From(batch.Target, batch.TargetShape!).To(device));
        }

        var shape = $"{string.Join(',', batch.RawShape)};{string.Join(',', batch.TargetShape ?? [])}";
        if (!_places.TryGetValue(shape, out var places))
            _places[shape] = places = [.. Enumerable.Range(0, Places).Select(_ => new BatchPlace(batch, device))];
        _stream ??= CudaStream.FromPool(device);
        _used = places[_turn++ % Places];
        return _used.Bring(batch, _stream);
    }

    /// <summary>Tells that everything which uses the last batch was given to the current stream.</summary>
    public void Used() => _used?.MarkUsed();

    /// <summary>Waits for the device and frees the places.</summary>
    public void Dispose()
    {
        if (_places.Count > 0)
            Torch.Runtime.TorchRuntime.Synchronize(device);
        foreach (var place in _places.Values.SelectMany(p => p))
            place.Dispose();
        _places.Clear();
    }
}
