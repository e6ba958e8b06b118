namespace Luciole.Checkpoints.Tests;

public sealed class CheckpointWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        var state = new PickleDict(PickleDict.OrderedDict) { { "w", CheckpointTensor.FromFloats([1, 2, 3, 4], 2, 2) }, { "f8", CheckpointTensor.FromMemory(ElementType.Float8E4M3Fn, [2], new byte[] { 0x38, 0xB8 }) } };
        CheckpointWriter.Write(_folder.File("a.pth"), new PickleDict
        {
            { "model", state }, { "epoch", "best" }, { "biapy_version", "3.5.12" },
            { "cfg", new PickleDict { { "MODEL", new PickleDict { { "ARCHITECTURE", "unetr" } } } } },
            { "model_build_kwargs", new PickleDict { { "depth", 3 } } },
            { "luciole", new PickleDict { { "target_mean", 12.5 } } },
        });
        using var checkpoint = PyTorchCheckpoint.Open(_folder.File("a.pth"));
        Assert.Equal([1, 2, 3, 4], checkpoint.StateDict["w"]!.ToFloats());
        Assert.Equal([1, -1], checkpoint.StateDict["f8"]!.ToFloats());
        Assert.Equal(("best", null, "3.5.12"), (checkpoint.Epoch, checkpoint.EpochNumber, checkpoint.BiaPyVersion));
        Assert.Equal("unetr", checkpoint.Configuration!.Find("MODEL.ARCHITECTURE")!.AsString);
        Assert.Null(checkpoint.Configuration.Find("MODEL.ARCHITECTURE.DEEPER"));
        Assert.Equal(3, checkpoint.ModelBuildArguments!["depth"]!.AsInt64);
        Assert.Equal(12.5, ((PickleDict)checkpoint["luciole"]!).Find("target_mean")!.AsDouble);
        Assert.Equal(["model", "epoch", "biapy_version", "cfg", "model_build_kwargs", "luciole"], checkpoint.Keys);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        CheckpointWriter.Write(_folder.File("a.pth"), new PickleDict { { "w", CheckpointTensor.FromFloats([1], 1) } });
        CheckpointWriter.Write(_folder.File("b.pth"), new PickleDict { { "w", CheckpointTensor.FromFloats([1], 1) } });
        Assert.Equal(File.ReadAllBytes(_folder.File("a.pth")), File.ReadAllBytes(_folder.File("b.pth")));
    }

    [Fact]
    public void A_checkpoint_of_the_reference_survives_being_written_again()
    {
        foreach (var theCase in Golden.Cases("pth").Where(c => !c.TryGetProperty("expect", out var expect) || expect.GetString() == "ok"))
        {
            using var original = PyTorchCheckpoint.Open(Path.Combine(Golden.Topic("pth"), theCase.GetProperty("file").GetString()!));
            var copy = _folder.File("copy.pth");
            CheckpointWriter.Write(copy, original.Root, new CheckpointWriterOptions { ConfigurationAsCfgNode = true });
            using var again = PyTorchCheckpoint.Open(copy);
            Assert.Equal(original.StateDict.Names, again.StateDict.Names);
            foreach (var (name, tensor) in original.StateDict)
            {
                Assert.Equal(tensor.ToDoubles(), again.StateDict[name]!.ToDoubles());
                Assert.Equal(tensor.Strides, again.StateDict[name]!.Strides);
            }

            Assert.Equal(original.StateDict.Select(e => e.Value.Storage).Distinct().Count(), again.StateDict.Select(e => e.Value.Storage).Distinct().Count());
            Assert.Equal(original.Configuration?.ClassName, again.Configuration?.ClassName);
            Same(original.Root, again.Root);
        }
    }

    [Fact]
    public void Configuration_nodes_become_plain_dicts_unless_asked_for()
    {
        var node = new PickleDict(PickleDict.CfgNode) { { "A", new PickleDict(PickleDict.CfgNode) { { "B", 1 } } } };
        CheckpointWriter.Write(_folder.File("plain.pth"), new PickleDict { { "cfg", node } });
        using var plain = PyTorchCheckpoint.Open(_folder.File("plain.pth"));
        Assert.Null(plain.Configuration!.ClassName);
        Assert.Null(((PickleDict)plain.Configuration["A"]!).ClassName);
        Assert.Equal(1, plain.Configuration.Find("A.B")!.AsInt64);
    }

    [Fact]
    public void A_writer_that_fails_or_miscounts_leaves_no_file()
    {
        var path = _folder.File("a.pth");
        Assert.Throws<InvalidOperationException>(() => CheckpointWriter.Write(path, CheckpointTensor.FromWriter(ElementType.Float32, [2], s => s.Write([1, 2, 3]))));
        Assert.Throws<TimeoutException>(() => CheckpointWriter.Write(path, CheckpointTensor.FromWriter(ElementType.Float32, [2], _ => throw new TimeoutException())));
        var bytes = CheckpointStorage.FromMemory(new byte[8]);
        Assert.Throws<ArgumentException>(() => CheckpointWriter.Write(path, new PickleList(
            [new CheckpointTensor(bytes, ElementType.Float32, [2], [1], 0), new CheckpointTensor(bytes, ElementType.Float64, [1], [1], 0)])));
        var loop = new PickleTuple(new PickleList());
        ((PickleList)loop[0]).Add(loop);
        Assert.Throws<ArgumentException>(() => CheckpointWriter.Write(path, loop));
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void Two_hundred_megabytes_pass_through_without_being_held()
    {
        const int tensors = 20;
        const int length = 10 << 20;
        var root = new PickleDict();
        for (var i = 0; i < tensors; i++)
        {
            var value = (byte)i;
            root[$"layer{i}"] = CheckpointTensor.FromWriter(ElementType.Float32, [length / 4], stream =>
            {
                var piece = new byte[1 << 16];
                Array.Fill(piece, value);
                for (var done = 0; done < length; done += piece.Length)
                    stream.Write(piece);
            });
        }

        var buffer = new byte[length];
        var before = GC.GetAllocatedBytesForCurrentThread();
        CheckpointWriter.Write(_folder.File("big.pth"), root);
        using (var checkpoint = PyTorchCheckpoint.Open(_folder.File("big.pth")))
        {
            Assert.True(checkpoint.FileLength > tensors * (long)length);
            for (var i = 0; i < tensors; i++)
            {
                checkpoint.StateDict[$"layer{i}"]!.CopyTo(buffer);
                Assert.False(buffer.AsSpan().ContainsAnyExcept((byte)i));
            }

            checkpoint.StateDict["layer7"]!.CopyTo(Stream.Null);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8L << 20);
    }

    /// <summary>Equal in everything but tensors' values and the class of dicts outside cfg.</summary>
    private static void Same(PickleValue a, PickleValue b)
    {
        Assert.IsType(a.GetType(), b);
        if (a is PickleDict x && b is PickleDict y)
        {
            Assert.Equal(x.Count, y.Count);
            foreach (var (p, q) in x.Zip(y))
            {
                Same(p.Key, q.Key);
                Same(p.Value, q.Value);
            }
        }
        else if (a.AsItems is { } items)
        {
            Assert.Equal(items.Count, b.AsItems!.Count);
            foreach (var (p, q) in items.Zip(b.AsItems))
                Same(p, q);
        }
        else
        {
            Assert.Equal(a.ToString(), b.ToString());
        }
    }
}
