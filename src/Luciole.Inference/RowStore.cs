using System.Runtime.InteropServices;

namespace Luciole.Inference;

/// <summary>
/// Rows of single-precision values that are written once, top to bottom, and read again: in memory up to a budget, beyond it in an
/// unnamed scratch file, so that an image of any size passes through.
/// </summary>
public sealed class RowStore : IDisposable
{
    private readonly float[]? _memory;
    private readonly FileStream? _scratch;

    /// <summary>Makes room for <paramref name="rows"/> rows of <paramref name="rowLength"/> values.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="rowLength">Values of one row.</param>
    /// <param name="memoryBudget">Bytes that may be held in memory.</param>
    /// <param name="scratchFolder">Where the scratch file goes when it is needed; null: the system's temporary folder.</param>
    public RowStore(int rows, int rowLength, long memoryBudget, string? scratchFolder = null)
    {
        Rows = rows;
        RowLength = rowLength;
        var bytes = (long)rows * rowLength * sizeof(float);
        if (bytes <= Math.Min(memoryBudget, Array.MaxLength))
        {
            _memory = new float[(long)rows * rowLength];
            return;
        }

        var path = Path.Combine(scratchFolder ?? Path.GetTempPath(), $".luciole-{Guid.NewGuid():N}.scratch");
        _scratch = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16);

        // Unlinked at once: however the program ends, the disk space comes back.
        File.Delete(path);
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Values of one row.</summary>
    public int RowLength { get; }

    /// <summary>Stores rows from <paramref name="firstRow"/> on.</summary>
    public void Write(int firstRow, ReadOnlySpan<float> rows)
    {
        if (_memory is not null)
        {
            rows.CopyTo(_memory.AsSpan(checked(firstRow * RowLength)));
            return;
        }

        _scratch!.Position = (long)firstRow * RowLength * sizeof(float);
        _scratch.Write(MemoryMarshal.AsBytes(rows));
    }

    /// <summary>Reads <paramref name="rows"/>.Length / <see cref="RowLength"/> rows from <paramref name="firstRow"/> on.</summary>
    public void Read(int firstRow, Span<float> rows)
    {
        if (_memory is not null)
        {
            _memory.AsSpan(checked(firstRow * RowLength), rows.Length).CopyTo(rows);
            return;
        }

        _scratch!.Position = (long)firstRow * RowLength * sizeof(float);
        _scratch.ReadExactly(MemoryMarshal.AsBytes(rows));
    }

    /// <summary>Gives memory and disk back.</summary>
    public void Dispose() => _scratch?.Dispose();
}
