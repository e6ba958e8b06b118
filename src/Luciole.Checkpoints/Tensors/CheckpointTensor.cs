using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>
/// A tensor of a checkpoint: a strided view of a storage. Its values are read when asked for, and never kept.
/// </summary>
public sealed class CheckpointTensor : PickleValue
{
    /// <summary>A view of a storage. Sizes, strides and the offset count values, not bytes.</summary>
    /// <exception cref="ArgumentException">The view does not fit in the storage.</exception>
    public CheckpointTensor(CheckpointStorage storage, ElementType dtype, long[] shape, long[] strides, long storageOffset, bool requiresGrad = false)
        : this(Checked(storage, dtype, shape, strides, storageOffset), dtype, shape, strides, storageOffset, requiresGrad, isParameter: false)
    {
    }

    internal CheckpointTensor(
        CheckpointStorage storage, ElementType dtype, long[] shape, long[] strides, long storageOffset, bool requiresGrad, bool isParameter)
    {
        Storage = storage;
        DType = dtype;
        Shape = shape;
        Strides = strides;
        StorageOffset = storageOffset;
        RequiresGrad = requiresGrad;
        IsParameter = isParameter;
        IsContiguous = TensorLayout.IsContiguous(shape, strides);
    }

    /// <summary>The type of the values.</summary>
    public ElementType DType { get; }

    /// <summary>Sizes, outermost axis first; empty for a scalar.</summary>
    public long[] Shape { get; }

    /// <summary>Steps along each axis, in values.</summary>
    public long[] Strides { get; }

    /// <summary>First value's place in the storage, in values.</summary>
    public long StorageOffset { get; }

    /// <summary>The bytes behind the tensor; the same instance for tensors that share memory.</summary>
    public CheckpointStorage Storage { get; }

    /// <summary>Whether the tensor was saved as one that takes gradients.</summary>
    public bool RequiresGrad { get; }

    /// <summary>Whether it was saved as a <c>torch.nn.Parameter</c> (state dicts hold plain tensors).</summary>
    public bool IsParameter { get; }

    /// <summary>Whether the values lie in C order without gaps.</summary>
    public bool IsContiguous { get; }

    /// <summary>Number of values.</summary>
    public long ElementCount => TensorLayout.Count(Shape);

    /// <summary>Bytes that the values take in C order.</summary>
    public long ByteCount => ElementCount * DType.Size();

    /// <summary>A contiguous tensor over little-endian bytes in memory, not copied.</summary>
    public static CheckpointTensor FromMemory(ElementType dtype, long[] shape, ReadOnlyMemory<byte> bytes) =>
        new(CheckpointStorage.FromMemory(bytes), dtype, shape, TensorLayout.RowMajor(shape), 0);

    /// <summary>A contiguous single-precision tensor; the values are not copied and must not change until it is written.</summary>
    public static CheckpointTensor FromFloats(ReadOnlySpan<float> values, params long[] shape) =>
        FromMemory(ElementType.Float32, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A contiguous tensor for writing, whose little-endian bytes <paramref name="write"/> puts on the stream when their turn comes.</summary>
    public static CheckpointTensor FromWriter(ElementType dtype, long[] shape, Action<Stream> write) =>
        new(CheckpointStorage.FromWriter(checked(TensorLayout.Count(shape) * dtype.Size()), write), dtype, shape, TensorLayout.RowMajor(shape), 0);

    /// <summary>
    /// Copies all values in C order, little endian. A contiguous tensor is read straight into the destination.
    /// </summary>
    /// <param name="destination">Exactly <see cref="ByteCount"/> bytes. For tensors beyond 2 GiB use <see cref="CopyTo(Stream)"/> or <see cref="Read"/>.</param>
    /// <exception cref="InputException">The file is damaged or cannot be read.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length != ByteCount)
            throw new ArgumentException($"The tensor has {ByteCount} bytes, the destination {destination.Length}.", nameof(destination));
        Read(0, destination);
    }

    /// <summary>
    /// Copies the values whose C-order numbers begin at <paramref name="firstElement"/> until the destination is full, little endian.
    /// For a contiguous tensor only these are read from the file.
    /// </summary>
    /// <exception cref="InputException">The file is damaged or cannot be read.</exception>
    public void Read(long firstElement, Span<byte> destination)
    {
        var size = DType.Size();
        if (destination.Length % size != 0 || firstElement < 0 || firstElement > ElementCount - (destination.Length / size))
            throw new ArgumentException($"Values {firstElement} to {firstElement + (destination.Length / size)} of a tensor of {ElementCount}.", nameof(firstElement));
        if (destination.IsEmpty)
            return;
        if (IsContiguous)
        {
            Storage.ReadChecked((StorageOffset + firstElement) * size, destination);
        }
        else
        {
            using var extent = new StorageExtent(this);
            extent.Gather(firstElement, destination);
        }

        ToLittleEndian(destination);
    }

    /// <summary>Puts all values on a stream in C order, little endian, with bounded memory for a contiguous tensor.</summary>
    /// <exception cref="InputException">The file is damaged or cannot be read.</exception>
    public void CopyTo(Stream stream) => ForEachChunk(stream.Write);

    /// <summary>As <see cref="CopyTo(Stream)"/>, and also for values that are made while they are written.</summary>
    internal void WriteTo(Stream stream)
    {
        if (Storage is WriterStorage)
            Storage.WriteTo(stream);
        else
            CopyTo(stream);
    }

    /// <summary>All values in C order as single precision.</summary>
    /// <exception cref="InputException">The file is damaged, or the values are complex or too many for one array.</exception>
    public float[] ToFloats() => ToArray<float>();

    /// <summary>All values in C order as double precision.</summary>
    /// <exception cref="InputException">The file is damaged, or the values are complex or too many for one array.</exception>
    public double[] ToDoubles() => ToArray<double>();

    /// <summary>Sum, norm and range of the values; of a complex tensor, of real and imaginary parts together.</summary>
    /// <exception cref="InputException">The file is damaged or cannot be read.</exception>
    public TensorStatistics Statistics()
    {
        double sum = 0, squares = 0, smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        long notFinite = 0;
        var type = RealType;
        var values = ArrayPool<double>.Shared.Rent(CheckpointStorage.ChunkSize / type.Size());
        try
        {
            ForEachChunk(chunk =>
            {
                var part = values.AsSpan(0, chunk.Length / type.Size());
                ElementConversion.Convert(type, chunk, part);
                foreach (var v in part)
                {
                    sum += v;
                    squares += v * v;
                    smallest = Math.Min(smallest, v);
                    largest = Math.Max(largest, v);
                    notFinite += double.IsFinite(v) ? 0 : 1;
                }
            });
        }
        finally
        {
            ArrayPool<double>.Shared.Return(values);
        }

        return ElementCount == 0
            ? new(0, 0, double.NaN, double.NaN, 0)
            : new(sum, Math.Sqrt(squares), smallest, largest, notFinite);
    }

    /// <summary>Writes the values as a NumPy file; bfloat16 and 8-bit floats, which NumPy lacks, as single precision.</summary>
    /// <exception cref="InputException">The file is damaged or cannot be read, or the NumPy file cannot be written.</exception>
    public void WriteNumpy(string path)
    {
        using var file = new AtomicFile(path);
        NumpyFile.WriteHeader(file.Stream, DType.NumpyName() ?? "<f4", Shape);
        if (DType.NumpyName() is not null)
        {
            CopyTo(file.Stream);
        }
        else
        {
            var values = new float[CheckpointStorage.ChunkSize];
            ForEachChunk(chunk =>
            {
                var part = values.AsSpan(0, chunk.Length / DType.Size());
                ElementConversion.Convert(DType, chunk, part);
                file.Stream.Write(MemoryMarshal.AsBytes(part));
            });
        }

        file.Commit();
    }

    /// <summary>The same view, saved as a parameter.</summary>
    internal CheckpointTensor AsParameter(bool requiresGrad) => new(Storage, DType, Shape, Strides, StorageOffset, requiresGrad, isParameter: true);

    private ElementType RealType => DType switch
    {
        ElementType.Complex64 => ElementType.Float32,
        ElementType.Complex128 => ElementType.Float64,
        _ => DType,
    };

    private static CheckpointStorage Checked(CheckpointStorage storage, ElementType dtype, long[] shape, long[] strides, long storageOffset) =>
        TensorLayout.Check(dtype, storage.ByteLength, storageOffset, shape, strides) is { } problem
            ? throw new ArgumentException($"The tensor {problem}.", nameof(shape))
            : storage;

    private T[] ToArray<T>()
        where T : unmanaged, INumberBase<T>
    {
        if (DType.IsComplex())
            throw new InputException($"A {DType.TorchName()} tensor of a checkpoint was asked for as real numbers; save its real part or its magnitude.");
        if (ElementCount > Array.MaxLength)
            throw new InputException($"A tensor of {ElementCount} values was asked for as one array of at most {Array.MaxLength}; read it in pieces.");
        var values = new T[ElementCount];
        var done = 0;
        ForEachChunk(chunk =>
        {
            var count = chunk.Length / DType.Size();
            ElementConversion.Convert(DType, chunk, values.AsSpan(done, count));
            done += count;
        });
        return values;
    }

    /// <summary>Hands out all values in C order, little endian, in pieces of at most <see cref="CheckpointStorage.ChunkSize"/> bytes.</summary>
    private void ForEachChunk(ChunkAction action)
    {
        if (ElementCount == 0)
            return;
        if (IsContiguous && !Storage.IsBigEndian)
        {
            Storage.ReadChunks(StorageOffset * DType.Size(), ByteCount, action);
            return;
        }

        var perChunk = CheckpointStorage.ChunkSize / DType.Size();
        var buffer = ArrayPool<byte>.Shared.Rent(CheckpointStorage.ChunkSize);
        using var extent = IsContiguous ? null : new StorageExtent(this);
        try
        {
            for (long first = 0; first < ElementCount; first += perChunk)
            {
                var chunk = buffer.AsSpan(0, (int)Math.Min(perChunk, ElementCount - first) * DType.Size());
                if (extent is null)
                    Storage.ReadChecked((StorageOffset + first) * DType.Size(), chunk);
                else
                    extent.Gather(first, chunk);
                ToLittleEndian(chunk);
                action(chunk);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void ToLittleEndian(Span<byte> values)
    {
        var size = DType.ComponentSize();
        if (!Storage.IsBigEndian || size == 1)
            return;
        for (var i = 0; i < values.Length; i += size)
            values.Slice(i, size).Reverse();
    }
}
