using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Models.Transformer;

/// <summary>Cuts an image into square patches and maps each linearly to a token.</summary>
public sealed class PatchEmbedding : Module
{
    /// <summary>Patches of <paramref name="token"/> pixels a side become tokens of <paramref name="width"/> features.</summary>
    public PatchEmbedding(long channels, long token, long width) =>
        Projection = AddModule("proj", new Conv2d(channels, width, token, stride: token));

    /// <summary>The linear map, <c>proj</c> in a checkpoint.</summary>
    public Conv2d Projection { get; }

    /// <summary>From <c>[N, C, H, W]</c> to <c>[N, H/token * W/token, D]</c>, row by row.</summary>
    public Tensor Forward(Tensor input) => Projection.Forward(input).Then(x => x.Flatten(2)).Then(x => x.Transpose(1, 2));
}
