using System.Text.Json;

namespace Luciole.Checkpoints.Tests;

/// <summary>What the writer writes, torch.load opens with the same content.</summary>
public sealed class PyTorchReadsOursTests : IDisposable
{
    private const string Dump = """
        import sys, json, types, zipfile, collections
        yacs = types.ModuleType('yacs'); config = types.ModuleType('yacs.config')
        class CfgNode(dict):
            def __setattr__(self, k, v): raise AttributeError(k)
        CfgNode.__module__ = 'yacs.config'; config.CfgNode = CfgNode; yacs.config = config
        sys.modules['yacs'] = yacs; sys.modules['yacs.config'] = config
        pointers = {}
        def show(x):
            if isinstance(x, torch.Tensor):
                values = x.detach()
                values = torch.view_as_real(values.resolve_conj()) if values.is_complex() else values
                return dict(kind=type(x).__name__, dtype=str(x.dtype), shape=list(x.shape), stride=list(x.stride()), offset=x.storage_offset(), grad=x.requires_grad,
                            values=values.to(torch.float64).flatten().tolist(), storage=pointers.setdefault(x.storage().data_ptr(), len(pointers)), aligned=x.storage().data_ptr() != 0)
            if isinstance(x, dict): return dict(kind=type(x).__name__, items=[[show(k), show(v)] for k, v in x.items()], state=show(x.__dict__) if getattr(x, '__dict__', None) else None)
            if isinstance(x, (list, tuple)): return dict(kind=type(x).__name__, items=[show(v) for v in x])
            if isinstance(x, (set, frozenset)): return dict(kind=type(x).__name__, items=sorted(map(str, x)))
            return dict(kind=type(x).__name__, text=repr(x))
        out = {}
        for path in sys.argv[1:]:
            with zipfile.ZipFile(path) as z:
                assert z.testzip() is None, path
                names = z.namelist()
                for i in z.infolist():
                    assert i.compress_type == 0
                    with open(path, 'rb') as f:
                        f.seek(i.header_offset + 26); n = int.from_bytes(f.read(2), 'little'); e = int.from_bytes(f.read(2), 'little')
                    assert (i.header_offset + 30 + n + e) % 64 == 0, i.filename
            safe = dict(weights_only=True) if path.endswith('safe.pth') else {}
            out[path] = dict(value=show(torch.load(path, **safe)), records=names)
        print(json.dumps(out))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_value_arrives_the_same()
    {
        var plain = _folder.File("plain.pth");
        var zip64 = _folder.File("zip64.pth");
        var node = _folder.File("node.pth");
        var state = new PickleDict(PickleDict.OrderedDict)
        {
            { "a.weight", CheckpointTensor.FromFloats([1, -2.5f, 3e-20f, 4, 5, 6], 2, 3) },
            { "count", CheckpointTensor.FromMemory(ElementType.Int64, [], BitConverter.GetBytes(-7L)) },
            { "empty", CheckpointTensor.FromFloats([], 0, 4) },
            { "half", CheckpointTensor.FromMemory(ElementType.Float16, [2], new byte[] { 0x00, 0x3C, 0x00, 0xC0 }) },
            { "brain", CheckpointTensor.FromMemory(ElementType.BFloat16, [2], new byte[] { 0x80, 0x3F, 0x00, 0xC0 }) },
            { "flags", CheckpointTensor.FromMemory(ElementType.Bool, [3], new byte[] { 1, 0, 1 }) },
            { "streamed", CheckpointTensor.FromWriter(ElementType.UInt8, [5], s => { s.WriteByte(9); s.Write([8, 7, 6, 5]); }) },
        };
        state.State = new PickleDict { { "_metadata", new PickleDict(PickleDict.OrderedDict) { { "", new PickleDict { { "version", 1 } } } } } };
        var shared = CheckpointStorage.FromMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>([0, 1, 2, 3, 4, 5]).ToArray());
        state["base"] = new CheckpointTensor(shared, ElementType.Float32, [2, 3], [3, 1], 0);
        state["turned"] = new CheckpointTensor(shared, ElementType.Float32, [3, 2], [1, 3], 0, requiresGrad: true);
        state["row"] = new CheckpointTensor(shared, ElementType.Float32, [3], [1], 3);
        var numbers = new PickleList([0L, 255L, 256L, -1L, int.MaxValue, int.MinValue, 1L << 40, new PickleInteger(System.Numerics.BigInteger.Pow(-10, 30)), 1e-300, double.NegativeInfinity]);
        var root = new PickleDict
        {
            { "model", state },
            { "numbers", numbers },
            { "again", numbers },
            { "nothing", PickleNone.Instance },
            { "words", new PickleTuple("café ☃ \U0001F52C", "", true, new PickleTuple("x"), new PickleTuple()) },
            { "bytes", new PickleBytes(new byte[] { 0, 255, 128, 10 }) },
            { "set", Set("s", "t") },
            { "device", new PickleObject(new PickleGlobal("torch", "device"), "cpu") },
            { "type", new PickleGlobal("torch", "float16") },
            { "cfg", new PickleDict { { "DATA", new PickleDict { { "PATCH_SIZE", new PickleTuple(16, 16, 1) }, { "EMPTY", new PickleDict() } } }, { "LR", 1e-4 } } },
        };
        root[new PickleTuple(1L, "key")] = "tuple key";
        CheckpointWriter.Write(plain, root);
        CheckpointWriter.Write(zip64, root, new CheckpointWriterOptions { AlwaysZip64 = true });
        CheckpointWriter.Write(node, root, new CheckpointWriterOptions { ConfigurationAsCfgNode = true });

        using var answer = JsonDocument.Parse(Python.RunWithTorch(Dump, plain, zip64, node));
        foreach (var path in new[] { plain, zip64, node })
        {
            var value = answer.RootElement.GetProperty(path).GetProperty("value");
            var model = Item(value, "model");
            Assert.Equal("OrderedDict", Kind(model));
            AssertTensor(Item(model, "a.weight"), "torch.float32", [2, 3], [1, -2.5, 3e-20f, 4, 5, 6]);
            AssertTensor(Item(model, "count"), "torch.int64", [], [-7]);
            AssertTensor(Item(model, "empty"), "torch.float32", [0, 4], []);
            AssertTensor(Item(model, "half"), "torch.float16", [2], [1, -2]);
            AssertTensor(Item(model, "brain"), "torch.bfloat16", [2], [1, -2]);
            AssertTensor(Item(model, "flags"), "torch.bool", [3], [1, 0, 1]);
            AssertTensor(Item(model, "streamed"), "torch.uint8", [5], [9, 8, 7, 6, 5]);
            AssertTensor(Item(model, "base"), "torch.float32", [2, 3], [0, 1, 2, 3, 4, 5]);
            AssertTensor(Item(model, "turned"), "torch.float32", [3, 2], [0, 3, 1, 4, 2, 5]);
            AssertTensor(Item(model, "row"), "torch.float32", [3], [3, 4, 5]);
            Assert.True(Item(model, "turned").GetProperty("grad").GetBoolean());
            Assert.Single(new[] { "base", "turned", "row" }.Select(n => Item(model, n).GetProperty("storage").GetInt32()).Distinct());
            Assert.Equal("_metadata", Text(model.GetProperty("state").GetProperty("items")[0][0]).Trim('\''));

            string[] written = ["0", "255", "256", "-1", "2147483647", "-2147483648", "1099511627776", "1000000000000000000000000000000", "1e-300", "-inf"];
            Assert.Equal(written, Items(Item(value, "numbers")).Select(Text));
            Assert.Equal(written, Items(Item(value, "again")).Select(Text));
            Assert.Equal("None", Text(Item(value, "nothing")));
            Assert.Equal(["'café ☃ \U0001F52C'", "''", "True"], Items(Item(value, "words")).Take(3).Select(Text));
            Assert.Equal(["tuple", "tuple"], Items(Item(value, "words")).Skip(3).Select(Kind));
            Assert.Equal("b'\\x00\\xff\\x80\\n'", Text(Item(value, "bytes")));
            Assert.Equal(["s", "t"], Item(value, "set").GetProperty("items").EnumerateArray().Select(e => e.GetString()));
            Assert.Equal("device(type='cpu')", Text(Item(value, "device")));
            Assert.Equal("torch.float16", Text(Item(value, "type")));
            var cfg = Item(value, "cfg");
            Assert.Equal(path == node ? "CfgNode" : "dict", Kind(cfg));
            Assert.Equal(path == node ? "CfgNode" : "dict", Kind(Item(Item(cfg, "DATA"), "EMPTY")));
            Assert.Equal(["16", "16", "1"], Items(Item(Item(cfg, "DATA"), "PATCH_SIZE")).Select(Text));
            Assert.Equal(["a.weight", "count"], Items(model).Take(2).Select(p => Text(p[0]).Trim('\'')));
            if (path == node)
                Assert.Equal("'__immutable__'", Text(cfg.GetProperty("state").GetProperty("items")[0][0]));
        }

        // Eight storages for ten tensors, and nothing else but the pickle and the two small records.
        Assert.Equal(8 + 3, answer.RootElement.GetProperty(plain).GetProperty("records").GetArrayLength());
    }

    [Fact]
    public void Models_and_settings_need_no_trust_to_load()
    {
        // weights_only, PyTorch's own restricted unpickler, takes fewer opcodes than Python's (1.13's takes no floats, so
        // there are none here); many names make long memo indices.
        var model = new PickleDict(PickleDict.OrderedDict);
        for (var i = 0; i < 300; i++)
            model[$"layer.{i}.weight"] = CheckpointTensor.FromFloats([i, -i], 2);
        model.State = new PickleDict { { "_metadata", new PickleDict(PickleDict.OrderedDict) } };
        var path = _folder.File("safe.pth");
        CheckpointWriter.Write(path, new PickleDict
        {
            { "model", model },
            { "epoch", 100_000 },
            { "cfg", new PickleDict { { "SIZE", new PickleTuple(256, 256, 1) }, { "LIST", new PickleList([true, PickleNone.Instance, 1L << 40, -1]) }, { "NAME", "unetr" } } },
        });
        using var answer = JsonDocument.Parse(Python.RunWithTorch(Dump, path));
        var value = answer.RootElement.GetProperty(path).GetProperty("value");
        AssertTensor(Item(Item(value, "model"), "layer.299.weight"), "torch.float32", [2], [299, -299]);
        Assert.Equal(["True", "None", "1099511627776", "-1"], Items(Item(Item(value, "cfg"), "LIST")).Select(Text));
        Assert.Equal("100000", Text(Item(value, "epoch")));
    }

    private static PickleSet Set(params string[] items)
    {
        var set = new PickleSet();
        foreach (var item in items)
            set.Add(item);
        return set;
    }

    private static void AssertTensor(JsonElement tensor, string dtype, int[] shape, double[] values)
    {
        Assert.Equal(dtype, tensor.GetProperty("dtype").GetString());
        Assert.Equal(shape, tensor.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal(values, tensor.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()));
    }

    private static string Kind(JsonElement value) => value.GetProperty("kind").GetString()!;

    private static string Text(JsonElement value) => value.GetProperty("text").GetString()!;

    private static JsonElement.ArrayEnumerator Items(JsonElement value) => value.GetProperty("items").EnumerateArray();

    private static JsonElement Item(JsonElement dict, string key) =>
        Items(dict).Single(p => p[0].TryGetProperty("text", out var text) && text.GetString() == $"'{key}'")[1];
}
