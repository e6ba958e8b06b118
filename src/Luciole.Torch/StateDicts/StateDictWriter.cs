using Luciole.Checkpoints;
using Luciole.Torch.Modules;

namespace Luciole.Torch.StateDicts;

/// <summary>A module's tensors as a checkpoint's, for writing.</summary>
public static class StateDictWriter
{
    /// <summary>
    /// Parameters and buffers in the order of a checkpoint. Their bytes are taken from the module when the checkpoint is written,
    /// tensor by tensor, so the module must live and stand still until then.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, CheckpointTensor>> Tensors(Module module) =>
        module.State().Select(entry => KeyValuePair.Create(entry.Name, ToCheckpoint(entry.Tensor)));

    /// <summary>The same as one ordered dictionary, as PyTorch stores it under a checkpoint's <c>model</c>.</summary>
    public static PickleDict ToOrderedDict(Module module)
    {
        var dict = new PickleDict(PickleDict.OrderedDict);
        foreach (var (name, tensor) in Tensors(module))
            dict.Add(name, tensor);
        return dict;
    }

    /// <summary>One tensor, whose bytes are taken when it is written.</summary>
    public static CheckpointTensor ToCheckpoint(Tensor tensor) =>
        CheckpointTensor.FromWriter(ElementTypeNames.ToElementType(tensor.ScalarType), tensor.Shape, tensor.CopyBytesTo);
}
