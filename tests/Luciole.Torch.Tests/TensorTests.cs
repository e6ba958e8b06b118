using Luciole.Torch.Runtime;

namespace Luciole.Torch.Tests;

public sealed class TensorTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Values_go_in_and_come_out()
    {
        var tensor = Tensor.From([1f, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal([2L, 3L], tensor.Shape);
        Assert.Equal([3L, 1L], tensor.Strides);
        Assert.Equal(ScalarType.Float32, tensor.ScalarType);
        Assert.Equal(Device.Cpu, tensor.Device);
        Assert.Equal([1f, 4, 2, 5, 3, 6], tensor.Transpose(0, 1).ToArray<float>());
        Assert.Equal([long.MinValue, 7], Tensor.From([long.MinValue, 7L], 2).ToArray<long>());
        Assert.Equal([true, false], Tensor.From([true, false], 2).ToArray<bool>());
    }

    [Fact]
    public void Arithmetic_is_what_it_says()
    {
        var a = Tensor.From([1f, 2, 3], 3);
        var b = Tensor.From([10f, 20, 30], 3);
        Assert.Equal([11f, 22, 33], (a + b).ToArray<float>());
        Assert.Equal([9f, 18, 27], (b - a).ToArray<float>());
        Assert.Equal([10f, 40, 90], (a * b).ToArray<float>());
        Assert.Equal([10f, 10, 10], (b / a).ToArray<float>());
        Assert.Equal([1f, 0, -1], (2 - a).ToArray<float>());
        Assert.Equal([3f, 4, 5], (a + 2).ToArray<float>());
        Assert.Equal([-1f, -2, -3], (-a).ToArray<float>());
        Assert.Equal(140, a.MatMul(b).Item());
        Assert.Equal(2, a.Mean().Item());
        Assert.Equal(1, a.Variance([0], unbiased: true).Item(), 1e-6);
        Assert.Equal(2.0 / 3, a.Variance([0], unbiased: false).Item(), 1e-6);
        Assert.Equal([1.5f, 2, 2.5f], a.Clamp(1.5, 2.5).ToArray<float>());
    }

    [Fact]
    public void Adding_in_place_takes_whole_factors_for_integers_and_any_for_reals()
    {
        var count = Tensor.From([1L << 40], 1);
        count.AddInPlace(Tensor.From([3L], 1), 2);
        Assert.Equal([(1L << 40) + 6], count.ToArray<long>());
        var real = Tensor.From([1f], 1);
        real.AddInPlace(Tensor.From([3f], 1), 0.5);
        Assert.Equal([2.5f], real.ToArray<float>());
    }

    [Fact]
    public void Lists_of_tensors_cross_the_border_both_ways()
    {
        var a = Tensor.From([1f, 2], 1, 2);
        var b = Tensor.From([3f, 4], 1, 2);
        var joined = Tensor.Cat(0, a, b);
        Assert.Equal([1f, 2, 3, 4], joined.ToArray<float>());
        var columns = joined.Unbind(1);
        Assert.Equal(2, columns.Length);
        Assert.Equal([2f, 4], columns[1].ToArray<float>());
    }

    [Fact]
    public void A_refusal_keeps_the_first_line_of_libtorch()
    {
        var a = Tensor.Zeros([2, 3]);
        var b = Tensor.Zeros([4, 5]);
        var error = Assert.Throws<TorchException>(() => a.MatMul(b));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.False(error.IsOutOfMemory);
    }

    [Fact]
    public void Asking_for_the_impossible_amount_of_memory_is_told_as_such()
    {
        var error = Assert.Throws<TorchException>(() => Tensor.Empty([1L << 46]));
        Assert.True(error.IsOutOfMemory, error.NativeText);
    }

    [Fact]
    public void An_operator_that_is_not_there_is_named()
    {
        var missing = new Operator("aten::no_such_operator");
        Assert.False(missing.Exists);
        Assert.Contains("aten::no_such_operator", Assert.Throws<NotSupportedException>(() => missing.Call()).Message);
    }

    [Fact]
    public void Arguments_that_a_later_schema_appends_get_their_defaults()
    {
        // aten::sum(Tensor self, *, ScalarType? dtype=None): the last one is left out here.
        Assert.Equal(6, new Operator("aten::sum").Call(Tensor.From([1f, 2, 3], 3)).Item());
        var error = Assert.Throws<TorchException>(() => new Operator("aten::matmul").Call(Tensor.Zeros([2])));
        Assert.Contains("other", error.Message);
        Assert.Throws<TorchException>(() => new Operator("aten::relu").Call(Tensor.Zeros([2]), 1L));
    }

    [Fact]
    public void A_disposed_tensor_is_refused_and_not_read()
    {
        var tensor = Tensor.Zeros([2]);
        tensor.Dispose();
        Assert.True(tensor.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => tensor + 1);
        tensor.Dispose();
    }

    [Fact]
    public void A_span_of_the_wrong_kind_is_refused()
    {
        var tensor = Tensor.Zeros([2, 3]);
        Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<double>().Length);
        Assert.Throws<InvalidOperationException>(() => tensor.Transpose(0, 1).AsSpan<float>().Length);
        tensor.AsSpan<float>()[4] = 5;
        Assert.Equal([0f, 0, 0, 0, 5, 0], tensor.ToArray<float>());
        Assert.Throws<ArgumentException>(() => Tensor.From([1f, 2], 3));
    }

    [Fact]
    public void A_stable_argsort_keeps_the_order_of_ties()
    {
        var order = Tensor.From([1f, 0, 1, 0, 0], 1, 5).ArgsortStable(1);
        Assert.Equal([1L, 3, 4, 0, 2], order.ToArray<long>());
    }

    [Fact]
    public void The_random_state_can_be_taken_and_given_back()
    {
        RandomState.Seed(7);
        var state = RandomState.Capture();
        var first = Tensor.Randn([5]).ToArray<float>();
        var second = Tensor.Randn([5]).ToArray<float>();
        Assert.NotEqual(first, second);
        RandomState.Restore(state);
        Assert.Equal(first, Tensor.Randn([5]).ToArray<float>());
        RandomState.Seed(7);
        Assert.Equal(first, Tensor.Randn([5]).ToArray<float>());
    }

    [Fact]
    public void The_seed_gives_the_numbers_that_PyTorch_gives()
    {
        // torch.manual_seed(0); torch.rand(3), from PyTorch 1.13 and 2.x alike.
        RandomState.Seed(0);
        Assert.Equal([0.49625659f, 0.76822180f, 0.08847743f], Tensor.Rand([3]).ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Fact]
    public void Threads_are_set_and_told()
    {
        var before = TorchRuntime.Threads;
        Assert.Equal(1, TorchRuntime.UseThreads(1));
        Assert.Equal(1, TorchRuntime.Threads);
        TorchRuntime.UseThreads(before);
        Assert.InRange(PhysicalCores.Count(), 1, Environment.ProcessorCount);
    }

    [Fact]
    public void Hyper_threads_count_once()
    {
        string[] lines =
        [
            "physical id\t: 0", "core id\t\t: 0", "", "physical id\t: 0", "core id\t\t: 0", "physical id\t: 0", "core id\t\t: 1",
            "physical id\t: 1", "core id\t\t: 0",
        ];
        Assert.Equal(3, PhysicalCores.CountDistinct(lines));
        Assert.Equal(0, PhysicalCores.CountDistinct(["processor: 0", "nonsense"]));
    }

    [Theory]
    [InlineData("cpu", DeviceKind.Cpu, 0)]
    [InlineData(" CPU ", DeviceKind.Cpu, 0)]
    [InlineData("0", DeviceKind.Cuda, 0)]
    [InlineData("cuda:3", DeviceKind.Cuda, 3)]
    public void Devices_are_read(string text, DeviceKind kind, int index) => Assert.Equal(new Device(kind, index), Device.Parse(text));

    [Theory]
    [InlineData("gpu")]
    [InlineData("-1")]
    [InlineData("cuda:x")]
    public void What_is_no_device_is_refused(string text) =>
        Assert.Contains(text, Assert.Throws<Luciole.Files.InputException>(() => Device.Parse(text)).Message);

    [Fact]
    public void A_GPU_that_is_not_there_is_refused_with_a_remedy()
    {
        Assert.SkipWhen(TorchRuntime.CudaDeviceCount > 90, "This machine has more than 90 GPUs.");
        Assert.Contains("99", Assert.Throws<Luciole.Files.InputException>(() => TorchRuntime.Require(Device.Cuda(99))).Message);
    }

    [Theory]
    [InlineData(200, 2, false)]
    [InlineData(3, 2, true)]
    [InlineData(3, 1, true)]
    [InlineData(30, 1, false)]
    [InlineData(15, 2, false)] // OpenBLAS on two cores that are busy with something else
    [InlineData(3, 64, true)]
    public void A_slow_BLAS_is_told(double gigaflops, int threads, bool warned) =>
        Assert.Equal(warned, BlasSpeed.Warning(gigaflops, threads) is not null);
}
