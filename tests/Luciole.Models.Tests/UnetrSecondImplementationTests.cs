using Luciole.Models.Transformer;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

/// <summary>The network written a second time, as a flat list of operators on named tensors.</summary>
public sealed class UnetrSecondImplementationTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(8, 5, 2)]
    [InlineData(16, 3, 1)]
    [InlineData(2, 1, 3)]
    public void Both_agree(long token, long layers, long multiple)
    {
        RandomState.Seed(8);
        var options = new UnetrOptions
        {
            ImageSize = 3 * token, Channels = 2, TokenSize = token, EmbedDim = 8, Layers = layers, Heads = 2, HiddenMultiple = multiple, Filters = 3, KernelSize = 5,
        };
        using var model = new Unetr(options);
        using var noGrad = new NoGradScope();
        foreach (var (name, tensor, _) in model.State().Where(t => t.Tensor.Dimensions is 1 or 3))
            tensor.UniformInPlace(name.EndsWith("var", StringComparison.Ordinal) ? 0.5 : -1, 1.5);
        model.Eval();
        var input = Tensor.Randn([2, 2, 3 * token, 3 * token]);
        var expected = Forward(model.State().ToDictionary(t => t.Name, t => t.Tensor), input, options);
        Compare.RelativeToLargest(expected.ToArray<float>(), model.Forward(input).ToArray<float>(), 1e-5, $"token {token}");
    }

    private static Tensor Forward(Dictionary<string, Tensor> w, Tensor image, UnetrOptions o)
    {
        var levels = (int)Math.Log2(o.TokenSize);
        var patches = Functional.Conv2d(image, w["patch_embed.proj.weight"], w["patch_embed.proj.bias"], stride: o.TokenSize).Flatten(2).Transpose(1, 2);
        var x = Tensor.Cat(1, w["cls_token"].Repeat(2, 1, 1), patches) + w["pos_embed"];
        var maps = new List<Tensor>();
        for (var i = 0; i < o.Layers; i++)
        {
            using var block = new TransformerBlock(o.EmbedDim, o.Heads, o.EmbedDim * 4, 1e-5);
            foreach (var (name, tensor, _) in block.State())
                tensor.CopyFrom(w[$"blocks.{i}.{name}"]);
            x = block.Forward(x);
            maps.Add(x.Slice(1, 1, long.MaxValue).Transpose(1, 2).Reshape(2, o.EmbedDim, 3, 3));
        }

        Tensor Up(string name, Tensor t) => Functional.ConvTranspose2d(t, w[name + ".weight"], null, 2);
        Tensor Conv(string name, Tensor t) => Functional.Relu(Functional.BatchNorm(
            Functional.Conv2d(t, w[name + ".block.0.weight"], w[name + ".block.0.bias"], padding: o.KernelSize / 2),
            w[name + ".block.1.weight"],
            w[name + ".block.1.bias"],
            w[name + ".block.1.running_mean"],
            w[name + ".block.1.running_var"],
            training: false,
            0.1,
            1e-5));
        Tensor Double(string name, Tensor t) => Conv(name + ".block.1", Conv(name + ".block.0", t));

        var y = Up("bottleneck", maps[^1]);
        for (var j = 0; j < levels - 1; j++)
        {
            var z = maps[(int)(o.HiddenMultiple * (levels - 1 - j)) - 1];
            for (var m = 0; m <= j; m++)
                z = Conv($"mid_blue_block.{j}.{(2 * m) + 1}", Up($"mid_blue_block.{j}.{2 * m}", z));
            y = Up($"up_green_layers.{j}", Double($"two_yellow_layers.{j}", Tensor.Cat(1, y, z)));
        }

        y = Double($"two_yellow_layers.{levels}", Tensor.Cat(1, Double($"two_yellow_layers.{levels - 1}", image), y));
        return Functional.Conv2d(y, w["last_block.weight"], w["last_block.bias"]);
    }
}
