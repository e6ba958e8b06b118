using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

public sealed class MixedPredictionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_prediction_in_bfloat16_has_the_fine_steps_of_single_precision(bool attention)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        RandomState.Seed(3);
        using ImageToImageModel network = attention
            ? new AttentionUnet(new AttentionUnetOptions { FeatureMaps = [4, 8] })
            : new Unetr(new UnetrOptions { ImageSize = 32, TokenSize = 8, EmbedDim = 24, Layers = 3, Heads = 3, HiddenMultiple = 1, Filters = 4 });
        network.Eval();
        var input = Tensor.Rand([1, 1, 32, 32]);
        var exact = network.Forward(input).ToArray<float>();
        Tensor output;
        using (new Autocast(DeviceKind.Cpu, ScalarType.BFloat16))
        {
            output = network.Forward(input);
            Assert.Equal(ScalarType.BFloat16, Autocast.TypeOf(DeviceKind.Cpu));
        }

        Assert.Equal(ScalarType.Float32, output.ScalarType);
        var values = output.ToArray<float>();
        Assert.NotEqual(exact, values);
        Luciole.Testing.Compare.RelativeL2(exact, values, 0.03, "prediction");

        // bfloat16 keeps the upper half of a single-precision number.
        Assert.True(values.Count(v => (BitConverter.SingleToUInt32Bits(v) & 0xFFFF) != 0) > 0.9 * values.Length);
    }

    [Fact]
    public void Outside_of_mixed_precision_nothing_changes()
    {
        using (new SinglePrecision(DeviceKind.Cpu))
            Assert.False(Autocast.IsOn(DeviceKind.Cpu));
        Assert.False(Autocast.IsOn(DeviceKind.Cpu));
    }
}
