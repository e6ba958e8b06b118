using Luciole.Torch;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

public sealed class PatchesTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public PatchesTests() => RandomState.Seed(4);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_token_holds_its_pixels_row_by_row_with_channels_innermost()
    {
        var image = Tensor.Arange(2 * 6 * 6).To(ScalarType.Float32).Reshape(1, 2, 6, 6);
        var patches = Patches.Patchify(image, 3).ToArray<float>();
        for (var i = 0; i < patches.Length; i++)
        {
            var (token, y, x, c) = (i / 18, i % 18 / 6, i % 6 / 2, i % 2);
            Assert.Equal((c * 36) + (((token / 2 * 3) + y) * 6) + (token % 2 * 3) + x, patches[i]);
        }
    }

    [Fact]
    public void Cutting_and_joining_are_inverse()
    {
        var images = Tensor.Randn([3, 2, 12, 12]);
        Assert.Equal(images.ToArray<float>(), Patches.Unpatchify(Patches.Patchify(images, 4), 4, 2).ToArray<float>());
    }

    [Fact]
    public void Normalising_gives_mean_0_and_variance_1_and_can_be_undone()
    {
        var patches = (Tensor.Randn([2, 4, 50]) * 7) + 3;
        var normalized = Patches.Normalize(patches);
        Assert.All(normalized.Mean([-1]).ToArray<float>(), v => Assert.Equal(0, v, 1e-5));
        Assert.All(normalized.Variance([-1], unbiased: true).ToArray<float>(), v => Assert.Equal(1, v, 1e-4));
        Compare.RelativeToLargest(patches.ToArray<float>(), Patches.Denormalize(normalized, patches).ToArray<float>(), 1e-5, "undone");
        Assert.All(Patches.Normalize(Tensor.Ones([1, 1, 9])).ToArray<float>(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void What_is_not_whole_tokens_or_not_square_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Patches.Patchify(Tensor.Zeros([1, 1, 10, 8]), 4));
        Assert.Throws<ArgumentException>(() => Patches.Unpatchify(Tensor.Zeros([1, 8, 16]), 4, 1));
        Assert.Throws<ArgumentException>(() => Patches.Unpatchify(Tensor.Zeros([1, 9, 16]), 4, 2));
    }
}
