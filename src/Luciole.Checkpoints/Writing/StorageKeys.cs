using System.Globalization;

namespace Luciole.Checkpoints;

/// <summary>Numbers the storages of a checkpoint that is written, each once, in the order they are met.</summary>
internal sealed class StorageKeys
{
    private readonly Dictionary<CheckpointStorage, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<(CheckpointStorage Storage, ElementType Type)> _order = [];

    /// <summary>The storages in order; the key of each is its index.</summary>
    public IReadOnlyList<(CheckpointStorage Storage, ElementType Type)> Storages => _order;

    public string KeyOf(CheckpointStorage storage, ElementType type)
    {
        if (!_numbers.TryGetValue(storage, out var number))
        {
            number = _order.Count;
            _numbers.Add(storage, number);
            _order.Add((storage, type));
            if (storage.ByteLength % type.Size() != 0)
                throw new ArgumentException($"A storage of {storage.ByteLength} bytes does not hold a whole number of {type.TorchName()} values.", nameof(storage));
        }
        else if (_order[number].Type != type)
        {
            throw new ArgumentException($"One storage is used as {_order[number].Type.TorchName()} and as {type.TorchName()}, which PyTorch cannot load.", nameof(type));
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }
}
