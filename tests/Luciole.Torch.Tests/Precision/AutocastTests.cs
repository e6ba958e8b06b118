using Luciole.Torch.Precision;

namespace Luciole.Torch.Tests.Precision;

public sealed class AutocastTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Products_compute_in_bfloat16_and_the_thread_is_left_as_it_was()
    {
        Runtime.RandomState.Seed(1);
        var (a, b) = (Tensor.Randn([5, 7]), Tensor.Randn([7, 3]));
        Assert.Null(Autocast.TypeOf(DeviceKind.Cpu));
        using (new Autocast(DeviceKind.Cpu, ScalarType.BFloat16))
        {
            Assert.Equal(ScalarType.BFloat16, Autocast.TypeOf(DeviceKind.Cpu));
            Assert.Null(Autocast.TypeOf(DeviceKind.Cuda));
            Assert.Equal(ScalarType.BFloat16, a.MatMul(b).ScalarType);
        }

        Assert.Null(Autocast.TypeOf(DeviceKind.Cpu));
        Assert.Equal(ScalarType.Float32, a.MatMul(b).ScalarType);
    }
}
