using Luciole.Models.Transformer;
using Luciole.Torch;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests;

public sealed class PositionEmbeddingTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Sines_and_cosines_tell_column_and_row_and_leave_the_class_token_at_zero()
    {
        var values = PositionEmbedding.Create(PositionEmbeddingKind.SineCosine, 3, 8).ToArray<float>();
        Assert.Equal(10 * 8, values.Length);
        Assert.All(values[..8], v => Assert.Equal(0, v));

        // Token of row 2, column 1; wavelengths 1 and 100.
        float[] expected =
        [
            MathF.Sin(1), MathF.Sin(0.01f), MathF.Cos(1), MathF.Cos(0.01f), MathF.Sin(2), MathF.Sin(0.02f), MathF.Cos(2), MathF.Cos(0.02f),
        ];
        Compare.RelativeToLargest(expected, values.AsSpan((1 + (2 * 3) + 1) * 8, 8), 1e-6, "token");
    }

    [Fact]
    public void No_two_positions_are_alike()
    {
        var values = PositionEmbedding.Create(PositionEmbeddingKind.SineCosine, 32, 16).ToArray<float>();
        Assert.Equal(1025, values.Chunk(16).Select(v => string.Join(" ", v)).Distinct().Count());
    }

    [Theory]
    [InlineData(PositionEmbeddingKind.SineCosine, false)]
    [InlineData(PositionEmbeddingKind.Zero, false)]
    [InlineData(PositionEmbeddingKind.RandomFrozen, false)]
    [InlineData(PositionEmbeddingKind.Learned, true)]
    public void Only_the_learned_kind_is_trained(PositionEmbeddingKind kind, bool trained)
    {
        RandomState.Seed(2);
        using var model = new Unetr(new UnetrOptions
        {
            ImageSize = 32, TokenSize = 4, EmbedDim = 16, Layers = 1, Heads = 2, HiddenMultiple = 1, Filters = 1, PositionEmbedding = kind,
        });
        var positions = model.State().Single(t => t.Name == "pos_embed").Tensor;
        Assert.Equal(trained, positions.RequiresGrad);
        var values = positions.ToArray<float>();
        if (kind == PositionEmbeddingKind.Zero)
            Assert.All(values, v => Assert.Equal(0, v));
        else if (kind != PositionEmbeddingKind.SineCosine)
            Assert.Equal(0.02, Math.Sqrt(values.Average(v => (double)v * v)), 0.002);
    }
}
