using System.Buffers.Binary;
using System.Text.Json;
using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>Writes tensors as a safetensors file, which holds names, types, shapes and values and nothing that could be executed.</summary>
public static class SafetensorsWriter
{
    private const int LengthBytes = 8;
    private const int Alignment = 8;

    /// <summary>Writes the file; it appears under its name when it is complete. Values go from where they are straight into it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors by name. Views of shared memory are written each for itself.</param>
    /// <param name="metadata">Texts for the header's <c>__metadata__</c>.</param>
    /// <exception cref="InputException">The file cannot be written, a tensor's file cannot be read, or the format lacks a tensor's type.</exception>
    /// <exception cref="ArgumentException">A name is given twice, or is <c>__metadata__</c>.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, CheckpointTensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // The largest types first, so that every tensor lies at a multiple of its values' size.
        var ordered = tensors.OrderByDescending(t => t.Value.DType.Size()).ToList();
        if (ordered.Select(t => t.Key).Append("__metadata__").GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two tensors named {twice.Key}, or one with the name of the metadata.", nameof(tensors));
        var header = Header(path, ordered, metadata);
        using var file = new AtomicFile(path);
        try
        {
            Span<byte> length = stackalloc byte[LengthBytes];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            file.Stream.Write(length);
            file.Stream.Write(header);
            foreach (var (_, tensor) in ordered)
                tensor.WriteTo(file.Stream);
            file.Commit();
        }
        catch (IOException e)
        {
            throw new InputException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); check the space on the disk.", e);
        }
    }

    private static byte[] Header(string path, List<KeyValuePair<string, CheckpointTensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, text) in metadata)
                    json.WriteString(key, text);
                json.WriteEndObject();
            }

            long position = 0;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsTypes.NameOf(tensor.DType)
                    ?? throw new InputException($"{path}: safetensors has no type for the {tensor.DType.TorchName()} values of {name}; store the weights as .pth."));
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                json.WriteNumberValue(position += tensor.ByteCount);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
