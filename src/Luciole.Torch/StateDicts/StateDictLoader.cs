using Luciole.Checkpoints;
using Luciole.Files;
using Luciole.Torch.Modules;

namespace Luciole.Torch.StateDicts;

/// <summary>Puts a checkpoint's tensors into a module by name, one at a time and straight into the module's memory.</summary>
public static class StateDictLoader
{
    /// <summary>
    /// Copies every tensor that both have, with equal shape, and reports the rest. Values are converted to the module's types.
    /// The values of a tensor are read when its turn comes: the checkpoint must be open, and is never in memory as a whole.
    /// </summary>
    /// <exception cref="InputException">The checkpoint is damaged, or holds complex values.</exception>
    public static LoadReport Load(Module module, IEnumerable<KeyValuePair<string, CheckpointTensor>> tensors)
    {
        var given = new Dictionary<string, CheckpointTensor>(tensors, StringComparer.Ordinal);
        List<string> loaded = [], missing = [];
        List<ShapeMismatch> mismatches = [];
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, tensor, _) in module.State())
        {
            known.Add(name);
            if (!given.TryGetValue(name, out var source))
            {
                missing.Add(name);
                continue;
            }

            var shape = tensor.Shape;
            if (!shape.AsSpan().SequenceEqual(source.Shape))
            {
                mismatches.Add(new ShapeMismatch(name, source.Shape, shape));
                continue;
            }

            if (source.DType.IsComplex())
                throw new InputException($"Tensor {name} of the checkpoint is {source.DType.TorchName()}; the model needs real values.");
            TensorReader.Read(source, tensor);
            loaded.Add(name);
        }

        return new LoadReport(loaded, missing, [.. given.Keys.Where(name => !known.Contains(name))], mismatches);
    }
}
