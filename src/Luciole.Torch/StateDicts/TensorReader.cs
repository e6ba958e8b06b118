using Luciole.Checkpoints;
using Luciole.Torch.Autograd;

namespace Luciole.Torch.StateDicts;

/// <summary>Reads a checkpoint's values into a tensor.</summary>
public static unsafe class TensorReader
{
    // Values that need a conversion or a device go by way of a buffer of this many.
    private const int PieceElements = 1 << 20;

    /// <summary>
    /// Overwrites <paramref name="destination"/>, of the same number of elements, converting to its type. Values of its own type
    /// are read straight into it where it lies on the processor.
    /// </summary>
    /// <exception cref="Luciole.Files.InputException">The checkpoint is damaged.</exception>
    public static void Read(CheckpointTensor source, Tensor destination)
    {
        if (source.ElementCount != destination.ElementCount)
            throw new ArgumentException($"{source.ElementCount} values do not fill {destination.ElementCount}.", nameof(source));
        if (source.ElementCount == 0)
            return;
        if (destination.Device == Device.Cpu && destination.IsContiguous && ElementTypeNames.ToScalarType(source.DType) == destination.ScalarType)
            ReadInPlace(source, destination);
        else
            ReadInPieces(source, destination);
    }

    /// <summary>A new tensor on the processor with a checkpoint's values and type; types libtorch lacks become double precision.</summary>
    /// <exception cref="Luciole.Files.InputException">The checkpoint is damaged.</exception>
    public static Tensor Read(CheckpointTensor source)
    {
        var tensor = Tensor.Empty(source.Shape, ElementTypeNames.ToScalarType(source.DType) ?? ScalarType.Float64);
        try
        {
            Read(source, tensor);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static void ReadInPlace(CheckpointTensor source, Tensor destination)
    {
        var bytes = source.ByteCount;
        var data = (byte*)destination.DataPointer;
        if (bytes <= int.MaxValue)
        {
            // One call for the whole tensor, so that its checksum is verified.
            source.CopyTo(new Span<byte>(data, (int)bytes));
        }
        else
        {
            long piece = PieceElements * (long)destination.ItemSize;
            for (long at = 0; at < bytes; at += piece)
                source.Read(at / destination.ItemSize, new Span<byte>(data + at, (int)Math.Min(piece, bytes - at)));
        }

        GC.KeepAlive(destination);
    }

    private static void ReadInPieces(CheckpointTensor source, Tensor destination)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        if (ElementTypeNames.ToScalarType(source.DType) is not { } type)
        {
            destination.CopyFrom(Tensor.From(source.ToDoubles(), source.Shape));
            return;
        }

        var target = destination.IsContiguous ? destination : Tensor.Empty(destination.Shape, destination.ScalarType, destination.Device);
        var flat = target.Reshape(-1);
        using var buffer = Tensor.Empty([Math.Min(PieceElements, source.ElementCount)], type);
        for (long at = 0; at < source.ElementCount; at += PieceElements)
        {
            var count = Math.Min(PieceElements, source.ElementCount - at);
            source.Read(at, new Span<byte>((void*)buffer.DataPointer, (int)count * buffer.ItemSize));
            using var part = flat.Slice(0, at, at + count);
            using var values = buffer.Slice(0, 0, count);
            part.CopyFrom(values);
        }

        if (!ReferenceEquals(target, destination))
            destination.CopyFrom(target);
    }
}
