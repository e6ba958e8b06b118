using Luciole.Torch.Precision;

namespace Luciole.Torch.Tests.Precision;

[Collection("GPU")]
public sealed class MathModesTests : IDisposable
{
    private readonly (bool TensorFloat32, bool Autotuning, bool Deterministic) _before = (MathModes.TensorFloat32, MathModes.CudnnAutotuning, MathModes.Deterministic);

    public void Dispose() => MathModes.Set(_before.TensorFloat32, _before.Autotuning, _before.Deterministic);

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    public void What_is_set_is_what_libtorch_has(bool tensorFloat32, bool autotuning, bool deterministic)
    {
        MathModes.Set(tensorFloat32, autotuning, deterministic);
        Assert.Equal((tensorFloat32, autotuning, deterministic), (MathModes.TensorFloat32, MathModes.CudnnAutotuning, MathModes.Deterministic));
    }

    [Fact]
    public void Determinism_excludes_autotuning()
    {
        MathModes.Set(tensorFloat32: true, cudnnAutotuning: true, deterministic: true);
        Assert.False(MathModes.CudnnAutotuning);
        Assert.True(MathModes.Deterministic);
    }
}
