using System.Runtime.InteropServices;
using Luciole.Checkpoints;
using Luciole.Files;
using Luciole.Torch.Modules;
using Luciole.Torch.StateDicts;

namespace Luciole.Torch.Tests;

public sealed class StateDictLoaderTests : IDisposable
{
    private readonly TensorScope _scope = new();
    private readonly Linear _layer = new(3, 2);

    public void Dispose()
    {
        _layer.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void What_both_have_is_loaded_and_the_rest_is_named()
    {
        _layer.Bias!.Detach().FillInPlace(7);
        var report = StateDictLoader.Load(_layer, Given(("weight", Floats([1, 2, 3, 4, 5, 6], 2, 3)), ("bias", Floats([1, 2, 3], 3)), ("scale", Floats([1], 1))));
        Assert.Equal(["weight"], report.Loaded);
        Assert.Empty(report.Missing);
        Assert.Equal(["scale"], report.Unexpected);
        Assert.Equal("bias has shape (3) where the model needs (2)", Assert.Single(report.ShapeMismatches).ToString());
        Assert.Equal([1f, 2, 3, 4, 5, 6], _layer.Weight.ToArray<float>());
        Assert.Equal([7f, 7], _layer.Bias.ToArray<float>());
        Assert.True(_layer.Weight.RequiresGrad);
        Assert.False(report.IsComplete);
    }

    [Fact]
    public void A_complete_checkpoint_satisfies_both_demands()
    {
        var report = StateDictLoader.Load(_layer, Given(("weight", Floats(new float[6], 2, 3)), ("bias", Floats([0.5f, -1], 2))));
        Assert.True(report.IsComplete);
        report.RequireComplete("a.pth");
        report.RequireCompatible("a.pth");
        Assert.Equal([0.5f, -1], _layer.Bias!.ToArray<float>());
    }

    [Fact]
    public void An_incomplete_checkpoint_is_refused_with_numbers_and_first_names()
    {
        var report = StateDictLoader.Load(_layer, Given(
            ("weight", Floats(new float[6], 2, 3)), ("a", Floats([1], 1)), ("b", Floats([1], 1)), ("c", Floats([1], 1)), ("d", Floats([1], 1))));
        report.RequireCompatible("dir/x.pth");
        var error = Assert.Throws<InputException>(() => report.RequireComplete("dir/x.pth"));
        Assert.StartsWith("dir/x.pth: lacks 1 (bias) of the 2 tensors of the model and has 4 (a, b, c, ...) that the model does not have;", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clash_of_shapes_is_refused_by_both_demands_with_both_shapes()
    {
        var report = StateDictLoader.Load(_layer, Given(("weight", Floats(new float[6], 3, 2)), ("bias", Floats([1], 1))));
        foreach (var demand in new Action<string>[] { report.RequireComplete, report.RequireCompatible })
        {
            var error = Assert.Throws<InputException>(() => demand("x.pth"));
            Assert.StartsWith("x.pth: weight has shape (3, 2) where the model needs (2, 3) (and 1 more tensors differ);", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_checkpoint_of_something_else_is_refused()
    {
        var report = StateDictLoader.Load(_layer, Given(("conv.weight", Floats([1], 1))));
        var error = Assert.Throws<InputException>(() => report.RequireCompatible("x.pth"));
        Assert.Contains("none of its 1 tensors (conv.weight) belongs to the model, which begins with weight, bias", error.Message);
    }

    [Fact]
    public void Other_element_types_are_converted()
    {
        float[] expected = [1.5f, -2, 0.25f, 4, -8, 65280];
        var halves = Array.ConvertAll(expected, v => (Half)v);
        var upperHalves = Array.ConvertAll(expected, v => (ushort)(BitConverter.SingleToUInt32Bits(v) >> 16));
        var doubles = Array.ConvertAll(expected, v => (double)v);
        foreach (var (type, bytes) in new (ElementType, byte[])[]
                 {
                     (ElementType.Float16, Bytes<Half>(halves)), (ElementType.BFloat16, Bytes<ushort>(upperHalves)), (ElementType.Float64, Bytes<double>(doubles)),
                 })
        {
            _layer.Weight.Detach().FillInPlace(0);
            StateDictLoader.Load(_layer, Given(("weight", CheckpointTensor.FromMemory(type, [2, 3], bytes))));
            Assert.Equal(expected, _layer.Weight.ToArray<float>());
        }

        StateDictLoader.Load(_layer, Given(("weight", CheckpointTensor.FromMemory(ElementType.UInt16, [2, 3], Bytes<ushort>([1, 2, 3, 4, 5, 65535])))));
        Assert.Equal([1f, 2, 3, 4, 5, 65535], _layer.Weight.ToArray<float>());
    }

    [Fact]
    public void Conversion_works_across_the_borders_of_its_pieces()
    {
        const int Count = (1 << 20) + 12345;
        using var wide = new Linear(Count, 1);
        var values = new double[Count];
        for (var i = 0; i < Count; i++)
            values[i] = i;
        StateDictLoader.Load(wide, Given(("weight", CheckpointTensor.FromMemory(ElementType.Float64, [1, Count], Bytes<double>(values)))));
        Assert.Equal(Array.ConvertAll(values, v => (float)v), wide.Weight.ToArray<float>());
    }

    [Fact]
    public void A_view_is_read_in_the_order_of_its_strides()
    {
        var storage = CheckpointStorage.FromMemory(Bytes<float>([9, 1, 4, 2, 5, 3, 6]));
        StateDictLoader.Load(_layer, Given(("weight", new CheckpointTensor(storage, ElementType.Float32, [2, 3], [1, 2], 1))));
        Assert.Equal([1f, 2, 3, 4, 5, 6], _layer.Weight.ToArray<float>());
    }

    [Fact]
    public void Complex_values_are_refused()
    {
        var complex = CheckpointTensor.FromMemory(ElementType.Complex64, [2, 3], new byte[48]);
        Assert.Contains("weight", Assert.Throws<InputException>(() => StateDictLoader.Load(_layer, Given(("weight", complex)))).Message);
    }

    [Fact]
    public void A_checkpoint_may_lack_the_count_of_batches_but_not_the_statistics()
    {
        using var norm = new BatchNorm2d(1);
        var given = Given(
            ("weight", Floats([1], 1)), ("bias", Floats([1], 1)), ("running_mean", Floats([1], 1)), ("running_var", Floats([1], 1)),
            ("num_batches_tracked", CheckpointTensor.FromMemory(ElementType.Int64, [], Bytes<long>([1L << 40]))));
        StateDictLoader.Load(norm, given).RequireComplete("x.pth");
        Assert.Equal([1L << 40], norm.BatchesTracked.ToArray<long>());

        var report = StateDictLoader.Load(norm, given.SkipLast(1));
        Assert.Equal(["num_batches_tracked"], report.Missing);
        report.RequireComplete("x.pth");
        Assert.Throws<InputException>(() => StateDictLoader.Load(norm, given.SkipLast(2)).RequireComplete("x.pth"));
    }

    [Fact]
    public void Loading_leaves_no_tensor_behind()
    {
        _scope.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.AliveCount;
        StateDictLoader.Load(_layer, Given(
            ("weight", CheckpointTensor.FromMemory(ElementType.Float16, [2, 3], new byte[12])), ("bias", CheckpointTensor.FromMemory(ElementType.UInt16, [2], new byte[4]))));
        Assert.Equal(before, Tensor.AliveCount);
    }

    [Fact]
    public void A_module_written_to_a_file_and_read_back_is_the_same()
    {
        using var folder = new TemporaryFolder();
        using var written = new Sample();
        using var read = new Sample();
        foreach (var (_, tensor, _) in written.Parameters())
            Initialization.Normal(tensor, 1);
        written.Norm.BatchesTracked.FillInPlace(12);
        var root = new PickleDict();
        root.Add("model", StateDictWriter.ToOrderedDict(written));
        CheckpointWriter.Write(folder.File("a.pth"), root);

        using var checkpoint = PyTorchCheckpoint.Open(folder.File("a.pth"));
        Assert.Equal(written.State().Select(t => t.Name), checkpoint.StateDict.Names);
        StateDictLoader.Load(read, checkpoint.StateDict).RequireComplete("a.pth");
        foreach (var (expected, actual) in written.State().Zip(read.State()))
        {
            Assert.Equal(expected.Tensor.ScalarType, actual.Tensor.ScalarType);
            Assert.Equal(expected.Tensor.To(ScalarType.Float64).ToArray<double>(), actual.Tensor.To(ScalarType.Float64).ToArray<double>());
        }
    }

    [Fact]
    public void A_tensor_is_read_with_its_own_type()
    {
        var tensor = TensorReader.Read(CheckpointTensor.FromMemory(ElementType.Int64, [2], Bytes<long>([3, -4])));
        Assert.Equal([3L, -4], tensor.ToArray<long>());
        Assert.Equal(ScalarType.Float64, TensorReader.Read(CheckpointTensor.FromMemory(ElementType.UInt32, [1], Bytes<uint>([uint.MaxValue]))).ScalarType);
        Assert.Empty(TensorReader.Read(CheckpointTensor.FromMemory(ElementType.Float32, [0, 3], ReadOnlyMemory<byte>.Empty)).ToArray<float>());
        Assert.Throws<ArgumentException>(() => TensorReader.Read(Floats([1], 1), _layer.Weight));
    }

    private static CheckpointTensor Floats(float[] values, params long[] shape) => CheckpointTensor.FromFloats(values, shape);

    private static KeyValuePair<string, CheckpointTensor>[] Given(params (string Name, CheckpointTensor Tensor)[] tensors) =>
        [.. tensors.Select(t => KeyValuePair.Create(t.Name, t.Tensor))];

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private sealed class Sample : Module
    {
        public Sample()
        {
            AddModule("conv", new Conv2d(2, 3, 3));
            Norm = AddModule("norm", new BatchNorm2d(3));
        }

        public BatchNorm2d Norm { get; }
    }
}
