using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Luciole.Files;

/// <summary>
/// NumPy's <c>.npy</c> format (versions 1 to 3): a header with dtype and shape, then the values in C order, little endian.
/// </summary>
public sealed partial class NumpyFile
{
    private const long LargestElementCount = 1L << 40;

    private NumpyFile(string dtype, long[] shape, byte[] data)
    {
        DType = dtype;
        Shape = shape;
        Data = data;
    }

    /// <summary>The dtype as NumPy writes it, always little endian, for instance <c>&lt;f4</c>, <c>&lt;u2</c>, <c>|u1</c>.</summary>
    public string DType { get; }

    /// <summary>The shape, outermost axis first; empty for a scalar.</summary>
    public long[] Shape { get; }

    /// <summary>The values in C order, little endian.</summary>
    public byte[] Data { get; }

    /// <summary>Bytes of one value.</summary>
    public int ItemSize => int.Parse(DType.AsSpan(2), CultureInfo.InvariantCulture);

    /// <summary>The values as they are stored; <typeparamref name="T"/> must have the size of the dtype.</summary>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data);

    /// <summary>The values converted to double, whatever their numeric type.</summary>
    public double[] ToDoubles()
    {
        var values = new double[Data.Length / ItemSize];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = DType[1..] switch
            {
                "f4" => As<float>()[i],
                "f8" => As<double>()[i],
                "f2" => (double)As<Half>()[i],
                "u1" => Data[i],
                "i1" => (sbyte)Data[i],
                "b1" => Data[i],
                "u2" => As<ushort>()[i],
                "i2" => As<short>()[i],
                "u4" => As<uint>()[i],
                "i4" => As<int>()[i],
                "i8" => As<long>()[i],
                "u8" => As<ulong>()[i],
                _ => throw new NotSupportedException($"NumPy dtype {DType}"),
            };
        }

        return values;
    }

    /// <summary>The values converted to single precision.</summary>
    public float[] ToFloats() => DType == "<f4" ? As<float>().ToArray() : Array.ConvertAll(ToDoubles(), v => (float)v);

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InputException">The file is missing, is not <c>.npy</c>, or is cut off.</exception>
    public static NumpyFile Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message.TrimEnd('.')}).", e);
        }

        if (bytes.Length < 10 || !bytes.AsSpan(0, 6).SequenceEqual(Magic))
        {
            throw new InputException($"{path}: is not a NumPy .npy file (it does not begin with \\x93NUMPY).");
        }

        var longHeader = bytes[6] >= 2;
        var headerStart = longHeader ? 12 : 10;
        var headerLength = longHeader ? (long)BitConverter.ToUInt32(bytes, 8) : BitConverter.ToUInt16(bytes, 8);
        if (headerStart + headerLength > bytes.Length)
        {
            throw new InputException($"{path}: the NumPy header is cut off.");
        }

        var header = Encoding.Latin1.GetString(bytes, headerStart, (int)headerLength);
        var match = HeaderPattern().Match(header);
        if (!match.Success)
        {
            throw new InputException($"{path}: the NumPy header {header.Trim()} is not a plain numeric array.");
        }

        if (match.Groups["fortran"].Value == "True")
        {
            throw new InputException($"{path}: the array is stored in Fortran order; save it with numpy.ascontiguousarray.");
        }

        if (ShapeOf(match.Groups["shape"].Value) is not { } shape)
        {
            throw new InputException($"{path}: the NumPy header's shape ({match.Groups["shape"].Value}) is not one; save the array again.");
        }

        var dtype = match.Groups["dtype"].Value;
        var itemSize = int.Parse(dtype.AsSpan(2), CultureInfo.InvariantCulture);
        var count = shape.Aggregate(1L, (a, b) => b < 0 || (Int128)a * b > LargestElementCount ? LargestElementCount + 1 : a * b);
        var dataStart = headerStart + (int)headerLength;
        if (count > LargestElementCount || count * itemSize > bytes.Length - dataStart)
        {
            throw new InputException($"{path}: holds {bytes.Length - dataStart} bytes of values, but its shape ({string.Join(", ", shape)}) needs {itemSize} bytes each; the file is cut off.");
        }

        var data = bytes.AsSpan(dataStart, (int)(count * itemSize)).ToArray();
        if (dtype[0] == '>')
        {
            for (var i = 0; i < data.Length; i += itemSize)
                data.AsSpan(i, itemSize).Reverse();
            dtype = "<" + dtype[1..];
        }

        return new NumpyFile(dtype, shape, data);
    }

    /// <summary>Writes an array of single-precision values.</summary>
    public static void Write(string path, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Write(path, "<f4", MemoryMarshal.AsBytes(values), shape);

    /// <summary>Writes values given as little-endian bytes in C order; <paramref name="dtype"/> as NumPy writes it.</summary>
    public static void Write(string path, string dtype, ReadOnlySpan<byte> data, params ReadOnlySpan<long> shape)
    {
        using var file = new AtomicFile(path);
        WriteHeader(file.Stream, dtype, shape);
        file.Stream.Write(data);
        file.Commit();
    }

    /// <summary>Writes only the header, so that a caller may stream values of any number after it.</summary>
    public static void WriteHeader(Stream stream, string dtype, params ReadOnlySpan<long> shape)
    {
        var text = new StringBuilder("(");
        foreach (var s in shape)
            text.Append(CultureInfo.InvariantCulture, $"{s}, ");
        var shapeText = (shape.Length > 1 ? text.ToString().TrimEnd(' ', ',') : text.ToString().TrimEnd(' ')) + ")";
        var header = $"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shapeText}, }}";
        var padded = header.PadRight((((10 + header.Length + 1) + 63) / 64 * 64) - 10 - 1) + "\n";
        stream.Write(Magic);
        stream.Write([1, 0, (byte)(padded.Length & 255), (byte)(padded.Length >> 8)]);
        stream.Write(Encoding.Latin1.GetBytes(padded));
    }

    private static long[]? ShapeOf(string text)
    {
        var sizes = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shape = new long[sizes.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            if (!long.TryParse(sizes[i].AsSpan().TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
                return null;
        }

        return shape;
    }

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    [GeneratedRegex(@"'descr':\s*'(?<dtype>[<>|=][fuib](?:1|2|4|8|16))'.*'fortran_order':\s*(?<fortran>True|False).*'shape':\s*\((?<shape>[^)]*)\)", RegexOptions.None, 1000)]
    private static partial Regex HeaderPattern();
}
