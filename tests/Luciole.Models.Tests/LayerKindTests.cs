using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Profiling;

namespace Luciole.Models.Tests;

public sealed class LayerKindTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_networks_time_is_booked_under_every_kind_of_layer(bool training)
    {
        using var scope = new TensorScope();
        using var model = new Unetr(new UnetrOptions
        {
            ImageSize = 32, TokenSize = 8, EmbedDim = 8, Layers = 2, Heads = 2, HiddenMultiple = 1, Filters = 2, KernelSize = 5,
        });
        model.Train(training);
        var image = Tensor.Ones([1, 1, 32, 32]);
        using var noGrad = training ? null : new NoGradScope();
        using var clock = new LayerClock();
        model.Forward(image);
        Assert.All(Enum.GetValues<LayerKind>(), kind => Assert.True(clock[kind] > TimeSpan.Zero, $"nothing was booked under {kind}"));
    }
}
