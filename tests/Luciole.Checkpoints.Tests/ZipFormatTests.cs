using System.IO.Compression;
using System.Text;

namespace Luciole.Checkpoints.Tests;

public sealed class ZipFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_big_endian_machine_s_file_is_turned_around()
    {
        var path = Rewrite((name, content) => name.EndsWith("byteorder", StringComparison.Ordinal) ? "big"u8.ToArray()
            : name.Contains("/data/", StringComparison.Ordinal) ? Turn(content) : content);
        using var checkpoint = PyTorchCheckpoint.Open(path);
        AssertContent(checkpoint);

        // Written again it is little endian.
        CheckpointWriter.Write(_folder.File("again.pth"), checkpoint.Root);
        using var again = PyTorchCheckpoint.Open(_folder.File("again.pth"));
        AssertContent(again);

        static byte[] Turn(byte[] values)
        {
            for (var i = 0; i < values.Length; i += 4)
                Array.Reverse(values, i, 4);
            return values;
        }
    }

    [Fact]
    public void An_unknown_byte_order_is_refused() =>
        Refused("byte order", Rewrite((name, content) => name.EndsWith("byteorder", StringComparison.Ordinal) ? "middle"u8.ToArray() : content));

    [Fact]
    public void Compressed_records_are_refused_by_name() => Refused("is compressed", Rewrite((_, content) => content, CompressionLevel.Optimal));

    [Fact]
    public void Any_root_folder_or_none_and_records_of_newer_versions_are_taken()
    {
        foreach (var root in new[] { "", "some name-checkpoint-best/", "a/b/" })
        {
            var path = Rewrite((_, content) => content, root: root, extra: [".format_version", ".storage_alignment", ".data/serialization_id"]);
            using var checkpoint = PyTorchCheckpoint.Open(path);
            AssertContent(checkpoint);
            Assert.True(PyTorchCheckpoint.LooksLike(path));
        }
    }

    [Fact]
    public void Two_records_of_one_name_are_refused()
    {
        using (var archive = ZipFile.Open(_folder.File("double.pth"), ZipArchiveMode.Create))
        {
            for (var i = 0; i < 2; i++)
            {
                using var entry = archive.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
                entry.Write("N."u8);
            }
        }

        Refused("two records", _folder.File("double.pth"));
    }

    [Theory]
    [InlineData("archive/data/0", "lacks the record")]
    [InlineData("archive/data.pkl", "no record data.pkl")]
    public void A_missing_record_is_named(string missing, string words) => Refused(words, Rewrite((name, content) => name == missing ? null : content));

    [Fact]
    public void A_record_of_another_size_is_refused() =>
        Refused("where its tensors need", Rewrite((name, content) => name == "archive/data/0" ? content[..^4] : content));

    [Fact]
    public void Changed_values_are_found_by_their_checksum()
    {
        var path = Sample();
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(BitConverter.GetBytes(2.5f));
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var checkpoint = PyTorchCheckpoint.Open(path);
        Assert.Contains("checksum", Assert.Throws<InputException>(() => checkpoint.StateDict["a"]!.ToFloats()).Message);
        Assert.Contains("checksum", Assert.Throws<InputException>(() => checkpoint.StateDict["a"]!.CopyTo(new byte[12])).Message);
        Assert.Contains("checksum", Assert.Throws<InputException>(() => CheckpointWriter.Write(_folder.File("copy.pth"), checkpoint.Root)).Message);
        Assert.False(File.Exists(_folder.File("copy.pth")));
    }

    [Fact]
    public void Files_saved_without_checksums_are_read()
    {
        // As torch.serialization.set_crc32_options(False) leaves them: all wrong.
        var path = Sample();
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < bytes.Length - 46; i++)
        {
            if (BitConverter.ToUInt32(bytes, i) == 0x02014b50)
                BitConverter.TryWriteBytes(bytes.AsSpan(i + 16), 0x12345678);
        }

        File.WriteAllBytes(path, bytes);
        using var checkpoint = PyTorchCheckpoint.Open(path);
        AssertContent(checkpoint);
    }

    [Fact]
    public void Zip64_fields_are_read()
    {
        CheckpointWriter.Write(_folder.File("zip64.pth"), Content(), new CheckpointWriterOptions { AlwaysZip64 = true });
        using var checkpoint = PyTorchCheckpoint.Open(_folder.File("zip64.pth"));
        AssertContent(checkpoint);
        using var archive = ZipFile.OpenRead(_folder.File("zip64.pth")); // a second reader agrees
        Assert.Equal(12, archive.GetEntry("archive/data/0")!.Length);
    }

    [Fact]
    public void Records_beyond_four_gigabytes_are_found()
    {
        // A sparse file: five gigabytes of nothing, then the archive.
        var path = _folder.File("far.pth");
        using (var stream = new FileStream(path, FileMode.Create, FileAccess.ReadWrite))
        {
            stream.Write([0x50, 0x4b, 3, 4]);
            stream.Position = 5L << 30;
            CheckpointWriter.Write(stream, Content(), new CheckpointWriterOptions());
        }

        using var checkpoint = PyTorchCheckpoint.Open(path);
        AssertContent(checkpoint);
        using var archive = ZipFile.OpenRead(path);
        Assert.Equal(12, archive.GetEntry("archive/data/0")!.Length);
    }

    [Fact]
    public void A_file_that_shrinks_or_is_closed_says_so()
    {
        var path = Sample();
        var checkpoint = PyTorchCheckpoint.Open(path);
        var tensor = checkpoint.StateDict["a"]!;
        using (var file = new FileStream(path, FileMode.Open))
            file.SetLength(100);
        Assert.Contains("shorter", Assert.Throws<InputException>(tensor.ToFloats).Message);
        checkpoint.Dispose();
        Assert.Throws<ObjectDisposedException>(tensor.ToFloats);
    }

    [Fact]
    public void Missing_files_folders_and_other_kinds_of_file_are_named()
    {
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(_folder.File("absent.pth"))).Message);
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(_folder.FullName)).Message);
        File.WriteAllText(_folder.File("text.pth"), "not a checkpoint");
        Assert.Contains("is not a PyTorch checkpoint", Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(_folder.File("text.pth"))).Message);
        File.WriteAllBytes(_folder.File("empty.pth"), []);
        Assert.Contains("is empty", Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(_folder.File("empty.pth"))).Message);
        Assert.All(["absent.pth", "text.pth", "empty.pth", ""], name => Assert.False(PyTorchCheckpoint.LooksLike(_folder.File(name))));
    }

    private static PickleDict Content() => new()
    {
        { "a", CheckpointTensor.FromFloats([1, 2.5f, -3], 3) },
        { "b", CheckpointTensor.FromFloats([4, 5], 1, 2) },
    };

    private static void AssertContent(PyTorchCheckpoint checkpoint)
    {
        Assert.Equal([1, 2.5, -3], checkpoint.StateDict["a"]!.ToDoubles());
        Assert.Equal([4, 5], checkpoint.StateDict["b"]!.ToFloats());
    }

    private static void Refused(string words, string path)
    {
        var error = Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(path).Dispose());
        Assert.Contains(words, error.Message);
        Assert.StartsWith(path, error.Message);
    }

    private string Sample()
    {
        CheckpointWriter.Write(_folder.File("sample.pth"), Content());
        return _folder.File("sample.pth");
    }

    /// <summary>The sample through another zip writer, with records changed, left out (null) or added.</summary>
    private string Rewrite(Func<string, byte[], byte[]?> change, CompressionLevel level = CompressionLevel.NoCompression, string root = "archive/", string[]? extra = null)
    {
        var path = _folder.File("rewritten.pth");
        File.Delete(path);
        using var from = ZipFile.OpenRead(Sample());
        using var to = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var entry in from.Entries)
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(content);
            if (change(entry.FullName, content.ToArray()) is not { } changed)
                continue;
            using var target = to.CreateEntry(root + entry.FullName["archive/".Length..], level).Open();
            target.Write(changed);
        }

        foreach (var name in extra ?? [])
        {
            using var target = to.CreateEntry(root + name, level).Open();
            target.Write(Encoding.ASCII.GetBytes("64"));
        }

        return path;
    }
}
