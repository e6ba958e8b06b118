namespace Luciole.Torch.Tests;

/// <summary>Lists of tensors give the values of single tensors, bit for bit.</summary>
public sealed class ForeachTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void In_place_operations_equal_those_on_single_tensors()
    {
        Same(a => Foreach.MulInPlace(a, 0.3), t => t.MulInPlace(0.3));
        Same(a => Foreach.AddInPlace(a, Lists(2), -0.7), (t, i) => t.AddInPlace(Lists(2)[i], -0.7));
        Same(a => Foreach.AddcmulInPlace(a, Lists(2), Lists(3), 0.1), (t, i) => t.AddcmulInPlace(Lists(2)[i], Lists(3)[i], 0.1));
        Same(a => Foreach.AddcdivInPlace(a, Lists(2), Lists(3), 0.1), (t, i) => t.AddcdivInPlace(Lists(2)[i], Lists(3)[i], 0.1));
        Same(a => Foreach.DivInPlace(a, 3), t => t.CopyFrom(t / 3));
        Same(a => Foreach.AddInPlace(a, 0.25), t => t.CopyFrom(t + 0.25));
    }

    [Fact]
    public void New_tensors_leave_the_old_ones_as_they_were()
    {
        var values = Lists(1);
        var sums = Foreach.Add(values, Lists(2), 2);
        var roots = Foreach.Sqrt(values);
        var norms = Foreach.Norms(values);
        Assert.Equal((3, 3, 3), (sums.Length, roots.Length, norms.Length));
        for (var i = 0; i < 3; i++)
        {
            var (a, b) = (Lists(1)[i], Lists(2)[i]);
            Assert.Equal((a + (b * 2)).ToArray<float>(), sums[i].ToArray<float>());
            Assert.Equal(a.Sqrt().ToArray<float>(), roots[i].ToArray<float>());
            Assert.Equal(Math.Sqrt(a.ToArray<float>().Sum(v => (double)v * v)), norms[i].Item(), 1e-6);
            Assert.Empty(norms[i].Shape);
            Assert.Equal(a.ToArray<float>(), values[i].ToArray<float>());
        }
    }

    [Fact]
    public void Stacking_adds_an_axis()
    {
        var stacked = Tensor.Stack(1, Tensor.From([1f, 2, 3], 3), Tensor.From([4f, 5, 6], 3));
        Assert.Equal([3L, 2], stacked.Shape);
        Assert.Equal([1f, 4, 2, 5, 3, 6], stacked.ToArray<float>());
    }

    [Fact]
    public void The_larger_of_two_is_taken_element_by_element() =>
        Assert.Equal([3f, 2, 5], Tensor.From([1f, 2, 5], 3).Maximum(Tensor.From([3f, -2, 4], 3)).ToArray<float>());

    [Fact]
    public void Reflection_does_not_repeat_the_outermost_pixel()
    {
        var padded = Functional.ReflectPad2d(Tensor.Arange(6, ScalarType.Float32).Reshape(1, 1, 2, 3), 2, 1);
        Assert.Equal([1L, 1, 4, 7], padded.Shape);
        Assert.Equal([5f, 4, 3, 4, 5, 4, 3], padded.ToArray<float>()[..7]);
        Assert.Equal([2f, 1, 0, 1, 2, 1, 0], padded.ToArray<float>()[7..14]);
    }

    [Fact]
    public void Channels_convolve_apart_in_groups()
    {
        var image = Tensor.From([1f, 2, 3, 10, 20, 30], 1, 2, 1, 3);
        var weight = Tensor.From([1f, 1, 1, -1], 2, 1, 1, 2);
        Assert.Equal([3f, 5, -10, -10], Functional.Conv2d(image, weight, null, groups: 2).ToArray<float>());
    }

    [Theory]
    [InlineData(ScalarType.Float16, true)]
    [InlineData(ScalarType.BFloat16, true)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float64, true)]
    [InlineData(ScalarType.Int64, false)]
    [InlineData(ScalarType.Byte, false)]
    [InlineData(ScalarType.Bool, false)]
    public void Floating_point_types_are_told_from_whole_ones(ScalarType type, bool expected) =>
        Assert.Equal(expected, Tensor.Zeros([1], type).IsFloatingPoint);

    // Lengths around those of the processor's vectors.
    private static Tensor[] Lists(int seed) =>
        [.. new[] { 1, 17, 64 }.Select(n => Tensor.From(Enumerable.Range(1, n).Select(i => (float)(1.1 + Math.Sin(i * seed))).ToArray(), n))];

    private static void Same(Action<Tensor[]> list, Action<Tensor> single) => Same(list, (t, _) => single(t));

    private static void Same(Action<Tensor[]> list, Action<Tensor, int> single)
    {
        var together = Lists(1);
        list(together);
        for (var i = 0; i < together.Length; i++)
        {
            var alone = Lists(1)[i];
            single(alone, i);
            Assert.Equal(alone.ToArray<float>(), together[i].ToArray<float>());
        }
    }
}
