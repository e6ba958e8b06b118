using System.Text.Json;

namespace Luciole.Checkpoints.Tests;

/// <summary>What torch.save and Python's pickle write is read with the values that they were given.</summary>
public sealed class WeReadPyTorchTests : IDisposable
{
    private const string Save = """
        import sys, os, json, pickle, collections, functools, argparse, pathlib
        import numpy as np
        folder = sys.argv[1]
        torch.manual_seed(int(sys.argv[2]))
        base = torch.randn(6, 7, 4)
        t = collections.OrderedDict(
            base=base, view=base[2:5, 1:6, ::2], turned=base.permute(2, 0, 1), alias=base.view(-1), expanded=base[1, 2, 3].expand(3, 5), scalar=torch.tensor(3.25),
            empty=torch.zeros(3, 0, 2), f64=torch.randn(5, dtype=torch.float64), f16=torch.randn(33).half(), bf16=torch.randn(4, 9).bfloat16(), bf16t=torch.randn(4, 9).bfloat16().t(),
            flags=torch.rand(11) > 0.5, u8=torch.arange(200, 250).byte(), i8=torch.arange(-9, 9).char(), i16=torch.arange(-300, 300, 7).short(), i32=torch.arange(-5, 5).int() * 10**8,
            i64=torch.tensor([2**62, -2**62, 1]), c64=torch.randn(3, 2, dtype=torch.complex64), c128t=torch.randn(3, 2, dtype=torch.complex128).t(),
            last=torch.randn(2, 3, 5, 4).contiguous(memory_format=torch.channels_last), one=torch.randn(1, 1, 6)[:, :, 2:3], u8t=torch.arange(12).byte().view(3, 4).t(), f64s=torch.randn(9, dtype=torch.float64)[::4])
        expected = {}
        for k, v in t.items():
            r = torch.view_as_real(v) if v.is_complex() else v
            expected[k] = dict(dtype=str(v.dtype)[6:], shape=list(v.shape), stride=list(v.stride()), offset=v.storage_offset(),
                               values=[float(x) for x in r.double().flatten()], bytes=v.contiguous().view(-1).view(torch.uint8).tolist() if v.numel() and v.dim() and v.dtype != torch.bool else [])
        t_param = dict(t); t_param['w'] = torch.nn.Parameter(torch.ones(2)); t_param['frozen'] = torch.nn.Parameter(torch.zeros(2), requires_grad=False)
        for p in (2, 3, 4, 5):
            for zipped in (True, False):
                torch.save(dict(model=t_param, epoch=p, note=('a', None)), os.path.join(folder, f'{"zip" if zipped else "legacy"}{p}.pth'), pickle_protocol=p, _use_new_zipfile_serialization=zipped)
        m = torch.nn.DataParallel(torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2)))
        o = torch.optim.AdamW(m.parameters()); m.module(torch.randn(2, 1, 8, 8)).sum().backward(); o.step()
        torch.save(dict(state_dict=m.state_dict(), optimizer=o.state_dict(), args=argparse.Namespace(lr=0.1, out=pathlib.PurePosixPath('/x/y')), version=torch.__version__), os.path.join(folder, 'wrapped.pth'))
        class Big(torch.nn.Module): pass
        torch.save(torch.nn.Linear(2, 2), os.path.join(folder, 'module.pth'))
        torch.save(torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.quint8), os.path.join(folder, 'quantized.pth'))
        torch.save(torch.ones(3).to_sparse(), os.path.join(folder, 'sparse.pth'))
        torch.jit.save(torch.jit.script(torch.nn.ReLU()), os.path.join(folder, 'script.pth'))
        plain = dict(none=None, yes=True, no=False, small=7, neg=-5, wide=70000, big=10**30, negbig=-10**30, float=0.1, nan_free=-1e300, text='caf\u00e9 \u2603 \U0001F52C \\ \n x', empty='', raw=b'\x00\xff\n', noraw=b'',
                     list=[1, [2, []], 'x'], tuple=(1,), pair=(1, 2), triple=(1, 2, 3), many=tuple(range(10)), nothing=(), set={1}, frozen=frozenset({'q'}), odict=collections.OrderedDict(b=1, a=2),
                     counts=collections.Counter('aab'), default=collections.defaultdict(list, k=[1]), queue=collections.deque([1, 2], 5), partial=functools.partial(int, base=2),
                     slice=slice(1, None, 2), range=range(3), complex=1+2j, space=argparse.Namespace(a=1, b='two'), scalar=np.float64(1.5), f32=np.float32(0.25), i16=np.int16(-3), u64=np.uint64(2**64-1), truth=np.bool_(True),
                     big_endian=np.arange(4, dtype='>i4'), array=np.arange(6, dtype='f4').reshape(2, 3), fortran=np.asfortranarray(np.arange(6, dtype='f8').reshape(2, 3)), words=np.array(['a', 'b']))
        plain['self'] = plain['list']; plain[3] = 'int key'; plain[(1, 'k')] = 'tuple key'
        for p in range(6):
            with open(os.path.join(folder, f'plain{p}.pkl'), 'wb') as f: pickle.dump(plain, f, protocol=p)
        print(json.dumps(expected))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_objects_and_refusals_agree_with_Python()
    {
        using var expected = JsonDocument.Parse(Python.RunWithTorch(Save, _folder.FullName, "5"));
        foreach (var protocol in new[] { 2, 3, 4, 5 })
        {
            CheckTensors(_folder.File($"zip{protocol}.pth"), CheckpointFormat.Zip, protocol, expected.RootElement);
            CheckTensors(_folder.File($"legacy{protocol}.pth"), CheckpointFormat.Legacy, protocol, expected.RootElement);
        }

        CheckWrapped();
        foreach (var (file, words) in new[]
                 {
                     ("module.pth", "\"torch.nn.modules.linear.Linear\""), ("quantized.pth", "quantized"), ("sparse.pth", "sparse"), ("script.pth", "TorchScript"),
                 })
            Assert.Contains(words, Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(_folder.File(file)).Dispose()).Message);
        for (var protocol = 0; protocol <= 5; protocol++)
            CheckPlain(Pickles.LoadFile(_folder.File($"plain{protocol}.pkl")));
    }

    private static void CheckTensors(string path, CheckpointFormat format, int epoch, JsonElement expected)
    {
        Assert.True(PyTorchCheckpoint.LooksLike(path));
        using var checkpoint = PyTorchCheckpoint.Open(path);
        Assert.Equal(format, checkpoint.Format);
        Assert.Equal(epoch, checkpoint.EpochNumber);
        Assert.Equal("('a', None)", checkpoint["note"]!.ToString());
        var state = checkpoint.StateDict;
        foreach (var entry in expected.EnumerateObject())
        {
            var tensor = state[entry.Name]!;
            Assert.Equal(entry.Value.GetProperty("dtype").GetString(), tensor.DType.TorchName());
            Assert.Equal(Numbers(entry.Value, "shape"), tensor.Shape);
            Assert.Equal(Numbers(entry.Value, "stride"), tensor.Strides);
            Assert.Equal(entry.Value.GetProperty("offset").GetInt64(), tensor.StorageOffset);
            var bytes = new byte[tensor.ByteCount];
            tensor.CopyTo(bytes);
            using var stream = new MemoryStream();
            tensor.CopyTo(stream);
            Assert.Equal(bytes, stream.ToArray());
            if (entry.Value.GetProperty("bytes").GetArrayLength() > 0)
                Assert.Equal(entry.Value.GetProperty("bytes").EnumerateArray().Select(b => b.GetByte()), bytes);
            if (!tensor.DType.IsComplex())
            {
                var values = entry.Value.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()).ToArray();
                Assert.Equal(values, tensor.ToDoubles());
                Assert.Equal(values.Select(v => (float)v), tensor.ToFloats());
            }

            // Any window of the values is what the whole has there.
            for (var first = 0; first < tensor.ElementCount; first += 3)
            {
                var size = tensor.DType.Size();
                var window = new byte[(int)Math.Min(5, tensor.ElementCount - first) * size];
                tensor.Read(first, window);
                Assert.Equal(bytes[(first * size)..((first * size) + window.Length)], window);
            }
        }

        Assert.Same(state["base"]!.Storage, state["turned"]!.Storage);
        Assert.NotSame(state["base"]!.Storage, state["f64"]!.Storage);
        Assert.True(state["w"] is { IsParameter: true, RequiresGrad: true });
        Assert.True(state["frozen"] is { IsParameter: true, RequiresGrad: false });
        Assert.False(state["base"]!.IsParameter);
    }

    private void CheckWrapped()
    {
        using var checkpoint = PyTorchCheckpoint.Open(_folder.File("wrapped.pth"));
        Assert.Equal("state_dict", checkpoint.ModelKey);
        Assert.Equal("module.", checkpoint.StateDict.StrippedPrefix);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"], checkpoint.StateDict.Names);
        Assert.Same(checkpoint.Tensor("0.weight"), checkpoint.Tensor("module.0.weight"));
        Assert.Contains("nearest name is 0.weight", Assert.Throws<InputException>(() => checkpoint.Tensor("0.wieght")).Message);
        var moments = ((PickleDict)((PickleDict)checkpoint.Optimizer!)["state"]!)[new PickleInteger(0)];
        Assert.Equal([2, 1, 3, 3], ((CheckpointTensor)((PickleDict)moments!)["exp_avg_sq"]!).Shape);
        var arguments = (PickleObject)checkpoint["args"]!;
        Assert.Equal("argparse.Namespace", arguments.ClassName);
        Assert.Equal(0.1, ((PickleDict)arguments.State!)["lr"]!.AsDouble);
        Assert.NotNull(checkpoint["version"]!.AsString);
    }

    private static void CheckPlain(PickleValue value)
    {
        var d = Assert.IsType<PickleDict>(value);
        Assert.IsType<PickleNone>(d["none"]);
        Assert.Equal((true, false), (d["yes"]!.AsBool, d["no"]!.AsBool));
        Assert.Equal([7, -5, 70000], new[] { "small", "neg", "wide" }.Select(k => d[k]!.AsInt64!.Value));
        Assert.Equal(System.Numerics.BigInteger.Pow(10, 30), ((PickleInteger)d["big"]!).Value);
        Assert.Equal(-System.Numerics.BigInteger.Pow(10, 30), ((PickleInteger)d["negbig"]!).Value);
        Assert.Null(d["big"]!.AsInt64);
        Assert.Equal([0.1, -1e300, 1.5, 0.25], new[] { "float", "nan_free", "scalar", "f32" }.Select(k => ((PickleFloat)d[k]!).Value));
        Assert.Equal("café ☃ \U0001F52C \\ \n x", d["text"]!.AsString);
        Assert.Equal("", d["empty"]!.AsString);
        Assert.Equal([0, 255, 10], ((PickleBytes)d["raw"]!).Value.ToArray());
        Assert.Equal(0, ((PickleBytes)d["noraw"]!).Value.Length);
        Assert.Equal("[1, [2, []], 'x']", d["list"]!.ToString());
        Assert.Same(d["list"], d["self"]);
        Assert.Equal(["(1,)", "(1, 2)", "(1, 2, 3)", "(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)", "()"], new[] { "tuple", "pair", "triple", "many", "nothing" }.Select(k => d[k]!.ToString()));
        Assert.True(d["set"] is PickleSet { IsFrozen: false, Count: 1 });
        Assert.True(d["frozen"] is PickleSet { IsFrozen: true } frozen && frozen.Contains("q"));
        Assert.Equal(["b", "a"], ((PickleDict)d["odict"]!).Keys.Select(k => k.AsString));
        Assert.Equal(PickleDict.OrderedDict, ((PickleDict)d["odict"]!).ClassName);
        Assert.Equal(2, ((PickleDict)d["counts"]!)["a"]!.AsInt64);
        Assert.Equal("[1]", ((PickleDict)d["default"]!)["k"]!.ToString());
        Assert.Equal("[1, 2]", d["queue"]!.ToString());
        Assert.Equal(["functools.partial", "builtins.slice", "builtins.range", "builtins.complex", "argparse.Namespace"],
            new[] { "partial", "slice", "range", "complex", "space" }.Select(k => ((PickleObject)d[k]!).ClassName));
        Assert.Equal("two", ((PickleDict)((PickleObject)d["space"]!).State!)["b"]!.AsString);
        Assert.Equal(-3, d["i16"]!.AsInt64);
        Assert.Equal(ulong.MaxValue, ((PickleInteger)d["u64"]!).Value);
        Assert.Equal(true, d["truth"]!.AsBool);
        Assert.Equal([0, 1, 2, 3], ((CheckpointTensor)d["big_endian"]!).ToDoubles());
        Assert.Equal([2, 3], ((CheckpointTensor)d["array"]!).Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], ((CheckpointTensor)d["array"]!).ToDoubles());
        Assert.Equal([0, 1, 2, 3, 4, 5], ((CheckpointTensor)d["fortran"]!).ToDoubles());
        Assert.Equal("numpy.ndarray", ((PickleObject)d["words"]!).ClassName);
        Assert.Equal("int key", d[new PickleInteger(3)]!.AsString);
        Assert.Equal("tuple key", d[new PickleTuple(1, "k")]!.AsString);
    }

    private static IEnumerable<long> Numbers(JsonElement element, string property) => element.GetProperty(property).EnumerateArray().Select(v => v.GetInt64());
}
