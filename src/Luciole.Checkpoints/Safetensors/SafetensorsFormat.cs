using System.Buffers.Binary;
using System.Text.Json;

namespace Luciole.Checkpoints;

/// <summary>
/// Safetensors: 8 bytes with the header's length, little endian; a header in JSON that gives each tensor its type, shape and place; the
/// values, in which no byte belongs to two tensors or to none. What the format forbids is refused.
/// </summary>
internal static class SafetensorsFormat
{
    private const int LengthBytes = 8;
    private const long LongestHeader = 100_000_000;
    private const string MetadataKey = "__metadata__";

    /// <summary>Whether a file begins like one: a length that the file has room for, and the brace that opens the header.</summary>
    public static bool Begins(CheckpointFile file, ReadOnlySpan<byte> start) =>
        start.Length > LengthBytes && start[LengthBytes] == (byte)'{'
        && BinaryPrimitives.ReadUInt64LittleEndian(start) is var length && length >= 2 && length <= (ulong)Math.Min(LongestHeader, file.Length - LengthBytes);

    /// <summary>The tensors in the order of their values, and the metadata as an entry of their own.</summary>
    public static PickleDict Read(CheckpointFile file)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        file.Read(0, prefix);
        var header = new byte[(int)BinaryPrimitives.ReadUInt64LittleEndian(prefix)];
        file.Read(LengthBytes, header);
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            return Read(file, json.RootElement, LengthBytes + header.Length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A text of invalid UTF-8 shows only when it is asked for.
            throw file.Damaged($"its header is no valid JSON: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }

    private static PickleDict Read(CheckpointFile file, JsonElement header, long dataStart)
    {
        var tensors = new List<(long Begin, long End, string Name, CheckpointTensor Tensor)>();
        var dict = new PickleDict();
        foreach (var entry in header.EnumerateObject())
        {
            if (entry.Name == MetadataKey)
                dict.Add(MetadataKey, Metadata(file, entry.Value));
            else
                tensors.Add(Tensor(file, entry.Name, entry.Value, dataStart));
        }

        long end = 0;
        foreach (var tensor in tensors.OrderBy(t => t.Begin).ThenBy(t => t.End))
        {
            if (tensor.Begin != end)
                throw file.Damaged($"the values of {PickleText.Printable(tensor.Name)} begin at byte {tensor.Begin} where those before end at {end}");
            end = tensor.End;
            dict.Add(tensor.Name, tensor.Tensor);
        }

        if (dataStart + end != file.Length)
            throw file.Damaged($"its tensors have {end} bytes, but {file.Length - dataStart} follow the header");
        return dict;
    }

    private static PickleDict Metadata(CheckpointFile file, JsonElement entries)
    {
        if (entries.ValueKind != JsonValueKind.Object || entries.EnumerateObject().Any(entry => entry.Value.ValueKind != JsonValueKind.String))
            throw file.Damaged($"its {MetadataKey} is not a list of named texts");
        var metadata = new PickleDict();
        foreach (var entry in entries.EnumerateObject())
            metadata.Add(entry.Name, entry.Value.GetString()!);
        return metadata;
    }

    private static (long Begin, long End, string Name, CheckpointTensor Tensor) Tensor(CheckpointFile file, string name, JsonElement entry, long dataStart)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out var sizes) || Numbers(sizes) is not { } shape
            || !entry.TryGetProperty("data_offsets", out var offsets) || Numbers(offsets) is not [var begin, var end]
            || entry.EnumerateObject().Count() != 3)
            throw file.Damaged($"the entry of {PickleText.Printable(name)} is not a dtype, a shape and two data_offsets");
        if (SafetensorsTypes.Parse(dtype.GetString()!) is not { } type)
            throw file.Error($"{PickleText.Printable(name)} has values of type {PickleText.Printable(dtype.GetString()!)}, which this program does not read; save them as F32");
        var length = file.Length - dataStart;
        if (begin > end || end > length)
            throw file.Damaged($"the values of {PickleText.Printable(name)} reach from byte {begin} to {end}, but {length} follow the header");
        var strides = TensorLayout.RowMajor(shape);
        if (TensorLayout.Check(type, end - begin, 0, shape, strides) is { } problem)
            throw file.Damaged($"{PickleText.Printable(name)} {problem}");
        if (TensorLayout.Count(shape) * type.Size() != end - begin)
            throw file.Damaged($"{PickleText.Printable(name)} of shape {TensorLayout.Text(shape)} has {end - begin} bytes");
        var storage = new FileStorage(file, name, type, end - begin) { Position = dataStart + begin };
        return (begin, end, name, new CheckpointTensor(storage, type, shape, strides, 0));
    }

    private static long[]? Numbers(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return null;
        var numbers = new long[list.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (list[i].ValueKind != JsonValueKind.Number || !list[i].TryGetInt64(out numbers[i]) || numbers[i] < 0)
                return null;
        }

        return numbers;
    }
}
