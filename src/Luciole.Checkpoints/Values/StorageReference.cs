namespace Luciole.Checkpoints;

/// <summary>A storage, or a part of one, that stands in a pickle (normally only as an argument of a tensor).</summary>
public sealed class StorageReference : PickleValue
{
    internal StorageReference(CheckpointStorage storage, ElementType elementType, long offset, long count)
    {
        Storage = storage;
        ElementType = elementType;
        Offset = offset;
        Count = count;
    }

    /// <summary>The storage.</summary>
    public CheckpointStorage Storage { get; }

    /// <summary>The type of its values.</summary>
    public ElementType ElementType { get; }

    /// <summary>First value of the part within the storage.</summary>
    public long Offset { get; }

    /// <summary>Values in the part.</summary>
    public long Count { get; }
}
