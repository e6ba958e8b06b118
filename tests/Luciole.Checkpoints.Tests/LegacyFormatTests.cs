namespace Luciole.Checkpoints.Tests;

/// <summary>The legacy format by hand, with what today's PyTorch no longer writes: views of storages with metadata.</summary>
public sealed class LegacyFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Views_of_storages_share_the_root_and_count_from_its_start()
    {
        var path = Write(viewOffset: 2, viewCount: 3, storedCount: 6, keys: ["root"]);
        using var checkpoint = PyTorchCheckpoint.Open(path);
        Assert.Equal(CheckpointFormat.Legacy, checkpoint.Format);
        var (whole, view) = (checkpoint.StateDict["whole"]!, checkpoint.StateDict["view"]!);
        Assert.Equal([0, 1, 2, 3, 4, 5], whole.ToDoubles());
        Assert.Equal([3, 4], view.ToDoubles());
        Assert.Equal(3, view.StorageOffset);
        Assert.Same(whole.Storage, view.Storage);
    }

    [Theory]
    [InlineData(2, 2, 6, "reaches beyond its storage")] // the view's tensor needs 3 values of a part of 2
    [InlineData(5, 3, 6, "does not lie within it")]
    [InlineData(-1, 3, 6, "does not lie within it")]
    [InlineData(2, 3, 5, "has 5 values")]
    [InlineData(2, 3, -1, "has -1 values")]
    public void Contradictions_are_refused(int viewOffset, int viewCount, int storedCount, string words)
    {
        var error = Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(Write(viewOffset, viewCount, storedCount, ["root"])).Dispose());
        Assert.Contains(words, error.Message);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("root", "root")]
    [InlineData]
    public void The_list_of_storages_must_be_the_ones_used(params string[] keys)
    {
        Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(Write(2, 3, 6, keys)).Dispose());
    }

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        var path = Write(2, 3, 6, ["root"]);
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(path).Dispose());
        }
    }

    [Fact]
    public void The_old_tar_format_is_named()
    {
        var tar = new byte[1024];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        File.WriteAllBytes(_folder.File("old.pth"), tar);
        Assert.Contains("tar archive", Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(_folder.File("old.pth")).Dispose()).Message);
        Assert.False(PyTorchCheckpoint.LooksLike(_folder.File("old.pth")));
    }

    private string Write(int viewOffset, int viewCount, int storedCount, string[] keys)
    {
        using var stream = new MemoryStream();
        var output = new PickleOutput(stream);
        Begin();
        output.Integer(System.Numerics.BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture));
        End();
        Begin();
        output.Integer(1001);
        End();
        Begin();
        output.Code(Opcode.EmptyDict);
        End();
        Begin();
        output.Code(Opcode.EmptyDict);
        output.Code(Opcode.Mark);
        Tensor("whole", 0, [2, 3], [3, 1], null);
        Tensor("view", 1, [2], [1], [viewOffset, viewCount]);
        output.Code(Opcode.SetItems);
        End();
        Begin();
        output.Code(Opcode.EmptyList);
        output.Code(Opcode.Mark);
        foreach (var key in keys)
            output.Text(key);
        output.Code(Opcode.Appends);
        End();
        stream.Write(BitConverter.GetBytes((long)storedCount));
        for (var i = 0; i < 6; i++)
            stream.Write(BitConverter.GetBytes((float)i));
        File.WriteAllBytes(_folder.File("legacy.pth"), stream.ToArray());
        return _folder.File("legacy.pth");

        void Begin() => output.Code(Opcode.Proto, 2);

        void End() => output.Code(Opcode.Stop);

        void Tensor(string name, int offset, int[] shape, int[] strides, int[]? view)
        {
            output.Text(name);
            output.Global("torch._utils", "_rebuild_tensor");
            output.Code(Opcode.Mark);
            output.Code(Opcode.Mark);
            output.Text("storage");
            output.Global("torch", "FloatStorage");
            output.Text("root");
            output.Text("cpu");
            output.Integer(6);
            if (view is null)
            {
                output.Code(Opcode.None);
            }
            else
            {
                output.Code(Opcode.Mark);
                output.Text("part");
                output.Integer(view[0]);
                output.Integer(view[1]);
                output.Code(Opcode.Tuple);
            }

            output.Code(Opcode.Tuple);
            output.Code(Opcode.BinPersId);
            output.Integer(offset);
            Numbers(shape);
            Numbers(strides);
            output.Code(Opcode.Tuple);
            output.Code(Opcode.Reduce);
        }

        void Numbers(int[] numbers)
        {
            output.Code(Opcode.Mark);
            foreach (var number in numbers)
                output.Integer(number);
            output.Code(Opcode.Tuple);
        }
    }
}
