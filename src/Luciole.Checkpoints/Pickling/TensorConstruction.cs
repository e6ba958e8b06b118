using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>The calls by which PyTorch pickles tensors: views of storages, checked to lie within them.</summary>
internal sealed class TensorConstruction(CheckpointFile file)
{
    /// <summary>_rebuild_tensor(storage, offset, size, stride) and _v2, which adds requires_grad, hooks and metadata.</summary>
    public CheckpointTensor FromStorage(PickleGlobal global, PickleTuple arguments)
    {
        if (arguments is not [StorageReference storage, PickleInteger { AsInt64: { } offset }, { AsItems: { } size }, { AsItems: { } stride }, ..])
            throw Arguments(global);
        return View(global, storage, storage.ElementType, offset, size, stride, arguments.Count > 4 && arguments[4].AsBool == true);
    }

    /// <summary>_rebuild_tensor_v3(storage, offset, size, stride, requires_grad, hooks, dtype, metadata): types without a storage class.</summary>
    public CheckpointTensor FromStorageOfType(PickleGlobal global, PickleTuple arguments)
    {
        if (arguments is not [StorageReference storage, PickleInteger { AsInt64: { } offset }, { AsItems: { } size }, { AsItems: { } stride }, var grad, _, PickleGlobal { Kind: GlobalKind.TorchType } type, ..])
            throw Arguments(global);
        if (type.ElementType is not { } elementType)
            throw file.Error($"holds a tensor of type {type.FullName}, which this program does not read; convert it (for instance with .float()) and save it again");
        return View(global, storage, elementType, offset, size, stride, grad.AsBool == true);
    }

    /// <summary>_rebuild_parameter(tensor, requires_grad, hooks).</summary>
    public CheckpointTensor Parameter(PickleGlobal global, PickleTuple arguments) =>
        arguments is [CheckpointTensor tensor, PickleBool grad, ..] ? tensor.AsParameter(grad.Value) : throw Arguments(global);

    private CheckpointTensor View(
        PickleGlobal global, StorageReference reference, ElementType type, long offset, IReadOnlyList<PickleValue> size, IReadOnlyList<PickleValue> stride, bool requiresGrad)
    {
        var shape = Numbers(global, size);
        var strides = Numbers(global, stride);

        // The part of the storage that the pickle names bounds the view, not the whole storage.
        var bytes = reference.Count * reference.ElementType.Size();
        if (TensorLayout.Check(type, bytes, offset, shape, strides) is { } problem)
            throw file.Damaged($"a tensor {problem}");
        var origin = reference.Offset * reference.ElementType.Size() / type.Size();
        return new CheckpointTensor(reference.Storage, type, shape, strides, origin + offset, requiresGrad, isParameter: false);
    }

    private long[] Numbers(PickleGlobal global, IReadOnlyList<PickleValue> items)
    {
        if (items.Count > 64)
            throw Arguments(global);
        var numbers = new long[items.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (items[i] as PickleInteger)?.AsInt64 ?? throw Arguments(global);
        return numbers;
    }

    private InputException Arguments(PickleGlobal global) =>
        file.Damaged($"{global.FullName} is called with arguments that do not fit");
}
