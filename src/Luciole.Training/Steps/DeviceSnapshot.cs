using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;

namespace Luciole.Training;

/// <summary>
/// The statistics of normalisations after the last step of the optimiser that counts, kept where they lie: as two rows of numbers, whatever
/// the number of layers, so that remembering them costs a few operators.
/// </summary>
internal sealed class DeviceSnapshot : IDisposable
{
    private readonly List<(Tensor[] Buffers, Tensor Copy)> _rows = [];

    /// <summary>Remembers the present state.</summary>
    public DeviceSnapshot(Module model)
    {
        using var scope = new TensorScope();
        foreach (var ofType in model.State().Where(t => !t.IsParameter).GroupBy(t => t.Tensor.ScalarType))
        {
            Tensor[] buffers = [.. ofType.Select(t => t.Tensor)];
            _rows.Add((buffers, TensorScope.Release(Row(buffers).Clone())));
        }
    }

    /// <summary>Remembers the present state, unless a flag says that training has failed.</summary>
    public void Take(Tensor failed)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        foreach (var (buffers, copy) in _rows)
            copy.CopyFrom(Elementwise.Where(Elementwise.Truth(failed), copy, Row(buffers)));
    }

    /// <summary>Goes back to the state remembered.</summary>
    public void Return()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        foreach (var (buffers, copy) in _rows)
        {
            long at = 0;
            foreach (var buffer in buffers)
            {
                var count = buffer.ElementCount;
                buffer.CopyFrom(copy.Slice(0, at, at + count).Reshape(buffer.Shape));
                at += count;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, copy) in _rows)
            copy.Dispose();
    }

    private static Tensor Row(Tensor[] buffers) => Tensor.Cat(0, [.. buffers.Select(b => b.Reshape(-1))]);
}
