using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>
/// Writes checkpoints that torch.load opens: PyTorch's zip format, one record per storage. Tensors' bytes go from where they are straight
/// into the file. The file appears under its name when it is complete.
/// </summary>
public static class CheckpointWriter
{
    private const string Root = "archive/";

    /// <summary>
    /// Writes a value and the tensors in it: dicts, lists, tuples, sets, strings, numbers, bytes, None, tensors (new ones, or those of an
    /// open checkpoint), and the inert objects that reading gives. Tensors on one storage keep sharing it.
    /// </summary>
    /// <exception cref="InputException">The file cannot be written, or a tensor's file cannot be read.</exception>
    /// <exception cref="ArgumentException">The value contains itself, is nested too deep, or uses one storage with two types.</exception>
    public static void Write(string path, PickleValue root, CheckpointWriterOptions? options = null)
    {
        options ??= new CheckpointWriterOptions();
        using var file = new AtomicFile(path);
        try
        {
            Write(file.Stream, root, options);
            file.Commit();
        }
        catch (IOException e)
        {
            throw new InputException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); check the space on the disk.", e);
        }
    }

    /// <summary>Writes to a stream that can seek.</summary>
    internal static void Write(Stream stream, PickleValue root, CheckpointWriterOptions options)
    {
        var storages = new StorageKeys();
        using var pickle = new MemoryStream();
        new Pickler(pickle, storages).Write(root, options.ConfigurationAsCfgNode);

        using var zip = new ZipWriter(stream, options.AlwaysZip64);
        zip.WriteRecord(Root + "data.pkl", pickle.Length, pickle.WriteTo);
        zip.WriteRecord(Root + "byteorder", 6, s => s.Write("little"u8));
        for (var key = 0; key < storages.Storages.Count; key++)
        {
            var (storage, type) = storages.Storages[key];
            zip.WriteRecord($"{Root}data/{key}", storage.ByteLength, s => WriteLittleEndian(storage, type, s));
        }

        zip.WriteRecord(Root + "version", 2, s => s.Write("3\n"u8));
        zip.Finish();
    }

    private static void WriteLittleEndian(CheckpointStorage storage, ElementType type, Stream stream)
    {
        var size = type.ComponentSize();
        if (!storage.IsBigEndian || size == 1)
        {
            storage.WriteTo(stream);
            return;
        }

        storage.ReadChunks(0, storage.ByteLength, chunk =>
        {
            var turned = chunk.ToArray();
            for (var i = 0; i < turned.Length; i += size)
                turned.AsSpan(i, size).Reverse();
            stream.Write(turned);
        });
    }
}
