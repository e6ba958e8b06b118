using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Luciole.Files;

namespace Luciole.Checkpoints.Tests;

/// <summary>Safetensors files: written as the format says, read strictly.</summary>
public sealed class SafetensorsTests : IDisposable
{
    // An independent reader and writer: header, offsets and values by json, struct and torch alone.
    private const string Second = """
        import sys, json, struct
        read, written = sys.argv[1:3]
        types = dict(F64=torch.float64, F32=torch.float32, F16=torch.float16, BF16=torch.bfloat16, I64=torch.int64, I32=torch.int32, I16=torch.int16, I8=torch.int8, U8=torch.uint8, BOOL=torch.bool)
        raw = open(read, 'rb').read()
        n, = struct.unpack('<Q', raw[:8])
        header = json.loads(raw[8:8 + n]); data = bytearray(raw[8 + n:])
        out = dict(metadata=header.pop('__metadata__', None), end=max(e['data_offsets'][1] for e in header.values()), length=len(data), tensors={})
        for name, e in header.items():
            b, end = e['data_offsets']
            size = torch.empty(0, dtype=types[e['dtype']]).element_size()
            assert b % size == 0, name
            t = torch.frombuffer(data, dtype=types[e['dtype']], count=(end - b) // size, offset=b).reshape(e['shape']) if end > b else torch.empty(e['shape'])
            out['tensors'][name] = dict(shape=list(t.shape), values=t.to(torch.float64).flatten().tolist())
        tensors = {'z.bias': torch.tensor([1.5, -2.0]), 'a.weight': torch.arange(6, dtype=torch.int64).reshape(2, 3), 'half': torch.tensor([[0.25]], dtype=torch.bfloat16)}
        place = 0; head = {'__metadata__': {'format': 'pt'}}; blob = b''
        for name, t in tensors.items():
            bytes_ = {'z.bias': struct.pack('<2f', 1.5, -2.0), 'a.weight': struct.pack('<6q', *range(6)), 'half': b'\x80\x3e'}[name]
            head[name] = dict(dtype=[k for k, v in types.items() if v == t.dtype][0], shape=list(t.shape), data_offsets=[place, place + len(bytes_)])
            place += len(bytes_); blob += bytes_
        text = json.dumps(head).encode()
        open(written, 'wb').write(struct.pack('<Q', len(text)) + text + blob)
        print(json.dumps(out))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_implementation_reads_ours_and_we_read_its_file()
    {
        var (ours, theirs) = (_folder.File("ours.safetensors"), _folder.File("theirs.safetensors"));
        var transposed = new CheckpointTensor(CheckpointStorage.FromMemory(Floats(1, 2, 3, 4, 5, 6)), ElementType.Float32, [3, 2], [1, 3], 0);
        SafetensorsWriter.Write(
            ours,
            new Dictionary<string, CheckpointTensor>
            {
                ["flag"] = CheckpointTensor.FromMemory(ElementType.Bool, [3], new byte[] { 1, 0, 1 }),
                ["empty"] = CheckpointTensor.FromFloats([], 0, 4),
                ["transposed"] = transposed,
                ["count"] = CheckpointTensor.FromMemory(ElementType.Int64, [], BitConverter.GetBytes(-7L)),
                ["streamed \"name\" é"] = CheckpointTensor.FromWriter(ElementType.Float16, [2], s => s.Write([0x00, 0x3C, 0x00, 0xC0])),
            },
            new Dictionary<string, string> { ["format"] = "pt" });

        var seen = JsonDocument.Parse(Python.RunWithTorch(Second, ours, theirs)).RootElement;
        Assert.Equal("pt", seen.GetProperty("metadata").GetProperty("format").GetString());
        Assert.Equal(seen.GetProperty("length").GetInt64(), seen.GetProperty("end").GetInt64());
        var tensors = seen.GetProperty("tensors");
        Assert.Equal([1, 4, 2, 5, 3, 6], Values(tensors.GetProperty("transposed")));
        Assert.Equal([1, 0, 1], Values(tensors.GetProperty("flag")));
        Assert.Equal([-7], Values(tensors.GetProperty("count")));
        Assert.Equal([1, -2], Values(tensors.GetProperty("streamed \"name\" é")));
        Assert.Equal("[0,4]", tensors.GetProperty("empty").GetProperty("shape").GetRawText().Replace(" ", "", StringComparison.Ordinal));

        using var checkpoint = PyTorchCheckpoint.Open(theirs);
        Assert.Equal(CheckpointFormat.Safetensors, checkpoint.Format);
        Assert.Equal(["z.bias", "a.weight", "half"], checkpoint.StateDict.Names);
        Assert.Equal([1.5f, -2], checkpoint.Tensor("z.bias").ToFloats());
        Assert.Equal([0, 1, 2, 3, 4, 5], checkpoint.Tensor("a.weight").ToDoubles());
        Assert.Equal([0.25f], checkpoint.Tensor("half").ToFloats());
        Assert.Equal("pt", (checkpoint["__metadata__"] as PickleDict)?["format"]?.AsString);
    }

    [Fact]
    public void A_file_written_by_hand_is_read_and_ours_has_the_same_bytes()
    {
        var expected = File_("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[8,9]}}", [.. Floats(1, -1), 200], pad: 8);
        SafetensorsWriter.Write(_folder.File("ours"), new Dictionary<string, CheckpointTensor>
        {
            ["b"] = CheckpointTensor.FromMemory(ElementType.UInt8, [], new byte[] { 200 }),
            ["a"] = CheckpointTensor.FromFloats([1, -1], 2),
        });
        Assert.Equal(expected, File.ReadAllBytes(_folder.File("ours")));
        Assert.True(PyTorchCheckpoint.LooksLike(_folder.File("ours")));
        using var checkpoint = PyTorchCheckpoint.Open(_folder.File("ours"));
        Assert.Equal([1, -1f], checkpoint.Tensor("a").ToFloats());
        Assert.Equal([200f], checkpoint.Tensor("b").ToFloats());
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12, "begin at byte 4 where those before end at 0")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12, "begin at byte 4 where those before end at 8")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 12, "8 bytes, but 12 follow")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 7, "reach from byte 0 to 8, but 7 follow")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8, "reaches beyond its storage")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8, "of shape [1] has 8 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8, "not a dtype, a shape and two data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}", 8, "impossible sizes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8, "reach from byte 8 to 0")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}}", 8, "not a dtype, a shape and two data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[0,1]}}", 1, "values of type F4")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2, "no valid JSON")]
    [InlineData("{\"__metadata__\":{\"n\":3}}", 0, "not a list of named texts")]
    [InlineData("{\"a\":7}", 0, "not a dtype, a shape and two data_offsets")]
    [InlineData("{\"a\":", 0, "no valid JSON")]
    public void What_the_format_forbids_is_refused(string header, int bytes, string expected)
    {
        var path = _folder.File("bad.safetensors");
        File.WriteAllBytes(path, File_(header, new byte[bytes]));
        var error = Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(path).Dispose());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_refused_or_read_but_never_crash()
    {
        SafetensorsWriter.Write(_folder.File("good"), new Dictionary<string, CheckpointTensor> { ["a"] = CheckpointTensor.FromFloats([1, 2, 3, 4], 2, 2), ["b"] = CheckpointTensor.FromFloats([5], 1) });
        var good = File.ReadAllBytes(_folder.File("good"));
        var random = new Random(8);
        var refused = 0;
        for (var round = 0; round < 500; round++)
        {
            var bad = good.ToArray();
            bad[random.Next(bad.Length - 20)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder.File("bad"), random.Next(4) == 0 ? bad[..random.Next(bad.Length)] : bad);
            try
            {
                using var checkpoint = PyTorchCheckpoint.Open(_folder.File("bad"));
                foreach (var (_, tensor) in checkpoint.StateDict)
                    Assert.Equal(tensor.ByteCount, tensor.ToFloats().Length * (long)tensor.DType.Size());
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 250, 500);
    }

    [Fact]
    public void Two_tensors_of_one_name_and_the_metadata_s_name_are_not_written()
    {
        var tensor = CheckpointTensor.FromFloats([1], 1);
        KeyValuePair<string, CheckpointTensor>[] twice = [new("a", tensor), new("a", tensor)];
        KeyValuePair<string, CheckpointTensor>[] taken = [new("__metadata__", tensor)];
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(_folder.File("x"), twice));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(_folder.File("x"), taken));
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    private static byte[] Floats(params ReadOnlySpan<float> values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray();

    private static double[] Values(JsonElement tensor) => [.. tensor.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())];

    private static byte[] File_(string header, byte[] data, int pad = 1)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var padded = text.Concat(Enumerable.Repeat((byte)' ', (pad - (text.Length % pad)) % pad)).ToArray();
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, padded.Length);
        return [.. length, .. padded, .. data];
    }
}
