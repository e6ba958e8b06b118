namespace Luciole.Imaging.Tiff;

/// <summary>
/// The strips and tiles decoded last, up to a number of bytes (or one, if it alone is larger): bands of rows mostly cut through
/// blocks, which must not be decoded once for each band. Buffers of dropped blocks are used again.
/// </summary>
internal sealed class DecodedBlocks(long capacity)
{
    private readonly Dictionary<(long Page, int Block), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _recent = new();
    private long _held;

    /// <summary>The block if it is held; it becomes the most recent one.</summary>
    public byte[]? Find(long page, int block)
    {
        if (!_entries.TryGetValue((page, block), out var node))
            return null;
        _recent.Remove(node);
        _recent.AddFirst(node);
        return node.Value.Data;
    }

    /// <summary>A buffer of at least the size, held for the block from now on; the caller fills it or calls <see cref="Remove"/>.</summary>
    public byte[] Add(long page, int block, int size)
    {
        byte[]? buffer = null;
        while (_recent.Last is { } oldest && _held + size > capacity)
        {
            if (oldest.Value.Data.Length >= size && oldest.Value.Data.Length < 2L * size)
                buffer = oldest.Value.Data;
            Remove(oldest.Value.Page, oldest.Value.Block);
        }

        buffer ??= GC.AllocateUninitializedArray<byte>(size);
        _entries[(page, block)] = _recent.AddFirst(new Entry(page, block, buffer));
        _held += buffer.Length;
        return buffer;
    }

    /// <summary>Forgets a block.</summary>
    public void Remove(long page, int block)
    {
        if (!_entries.Remove((page, block), out var node))
            return;
        _recent.Remove(node);
        _held -= node.Value.Data.Length;
    }

    private readonly record struct Entry(long Page, int Block, byte[] Data);
}
