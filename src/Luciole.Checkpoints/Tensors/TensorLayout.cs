namespace Luciole.Checkpoints;

/// <summary>Arithmetic of shapes and strides, safe against numbers that a damaged file makes up.</summary>
internal static class TensorLayout
{
    private const int LargestRank = 64;

    // A view may repeat values (expand), but not so often that reading it is an attack.
    private const long LargestRepetition = 64;
    private const long SmallTensor = 64L << 20;

    /// <summary>Why the view does not fit its storage, or null when it does.</summary>
    public static string? Check(ElementType type, long storageBytes, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length || shape.Length > LargestRank)
            return $"has {shape.Length} dimensions and {strides.Length} strides";
        if (offset < 0 || shape.Any(s => s < 0) || strides.Any(s => s < 0))
            return $"has a negative size, stride or offset (shape {Text(shape)}, strides {Text(strides)}, offset {offset})";
        Int128 count = 1, last = offset;
        var isEmpty = Array.IndexOf(shape, 0) >= 0;
        for (var d = 0; d < shape.Length; d++)
        {
            count = isEmpty ? 0 : count * shape[d];
            last += isEmpty ? 0 : (Int128)(shape[d] - 1) * strides[d];
            if (count > long.MaxValue / 16 || last > long.MaxValue / 16)
                return $"has impossible sizes (shape {Text(shape)}, strides {Text(strides)})";
        }

        if (isEmpty)
            return null;
        if ((last + 1) * type.Size() > storageBytes)
            return $"reaches beyond its storage (shape {Text(shape)}, strides {Text(strides)}, offset {offset} need {(last + 1) * type.Size()} bytes, the storage has {storageBytes})";
        if (count * type.Size() > SmallTensor && count * type.Size() > storageBytes * (Int128)LargestRepetition)
            return $"repeats a storage of {storageBytes} bytes up to {count * type.Size()} bytes (shape {Text(shape)})";
        return null;
    }

    /// <summary>Number of values; the shape must have been checked.</summary>
    public static long Count(long[] shape)
    {
        long count = 1;
        if (Array.IndexOf(shape, 0) >= 0)
            return 0;
        foreach (var size in shape)
            count = checked(count * size);
        return count;
    }

    /// <summary>Strides of C order (last axis fastest).</summary>
    public static long[] RowMajor(long[] shape)
    {
        var strides = new long[shape.Length];
        long stride = 1;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride = unchecked(stride * Math.Max(shape[d], 1));
        }

        return strides;
    }

    /// <summary>Strides of Fortran order (first axis fastest).</summary>
    public static long[] ColumnMajor(long[] shape)
    {
        var strides = RowMajor([.. shape.Reverse()]);
        Array.Reverse(strides);
        return strides;
    }

    /// <summary>Whether the values lie in C order without gaps. Strides of axes of size 1 do not matter.</summary>
    public static bool IsContiguous(long[] shape, long[] strides)
    {
        long expected = 1;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            if (shape[d] == 0)
                return true;
            if (shape[d] != 1 && strides[d] != expected)
                return false;
            expected *= shape[d];
        }

        return true;
    }

    public static string Text(long[] numbers) => numbers.Length <= 16 ? $"[{string.Join(", ", numbers)}]" : $"[{string.Join(", ", numbers.Take(16))}, ...]";
}
