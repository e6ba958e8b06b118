using Luciole.Torch;

namespace Luciole.Inference.Tests;

public sealed class OrientationsTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(OrientationMerge.Mean)]
    [InlineData(OrientationMerge.Minimum)]
    [InlineData(OrientationMerge.Maximum)]
    public void A_network_that_does_not_care_for_orientation_gives_the_same(OrientationMerge merge)
    {
        var batch = Tensor.Randn([2, 1, 5, 5]);
        var merged = Orientations.Merge(batch, input => input * 3, merge);
        Compare.RelativeToLargest((batch * 3).ToArray<float>(), merged.ToArray<float>(), 1e-6, "merged");
    }

    [Theory]
    [InlineData(OrientationMerge.Mean, 0.25f, 0.75f, 1.75f, 2.25f)]
    [InlineData(OrientationMerge.Minimum, 0f, 0f, 0f, 0f)]
    [InlineData(OrientationMerge.Maximum, 1f, 3f, 7f, 9f)]
    public void Every_orientation_is_tried_once_and_turned_back(OrientationMerge merge, float upperLeft, float upperRight, float lowerLeft, float lowerRight)
    {
        // A network that keeps only the upper left corner pixel: all four corners come back, each from two of the eight orientations.
        var batch = Tensor.From([1f, 2, 3, 4, 5, 6, 7, 8, 9], 1, 1, 3, 3);
        var corner = Tensor.From([1f, 0, 0, 0, 0, 0, 0, 0, 0], 1, 1, 3, 3);
        var merged = Orientations.Merge(batch, input => input * corner, merge);
        Assert.Equal([upperLeft, 0, upperRight, 0, 0, 0, lowerLeft, 0, lowerRight], merged.ToArray<float>());
    }

    [Theory]
    [InlineData(OrientationMerge.Mean)]
    [InlineData(OrientationMerge.Minimum)]
    [InlineData(OrientationMerge.Maximum)]
    public void Each_channel_is_merged_by_itself(OrientationMerge merge)
    {
        // Two output channels from one: the input times two maps that have no symmetry.
        float[] first = [.. Enumerable.Range(0, 16).Select(i => i - 6.5f)], second = [.. Enumerable.Range(0, 16).Select(i => (i * 5 % 16) * 0.25f)];
        var batch = Tensor.Randn([3, 1, 4, 4]);
        var maps = Tensor.From([.. first, .. second], 1, 2, 4, 4);
        var merged = Orientations.Merge(batch, input => input * maps, merge).ToArray<float>();
        var (values, weights) = (batch.ToArray<float>(), new[] { Dihedral.Weights(first, 4), Dihedral.Weights(second, 4) });
        var expected = new float[merged.Length];
        for (var i = 0; i < expected.Length; i++)
            expected[i] = Dihedral.Merge(weights[i / 16 % 2].Select(w => w[i % 16] * values[(i / 32 * 16) + (i % 16)]), merge);
        Compare.RelativeToLargest(expected, merged, 1e-6, "merged");
    }

    [Theory]
    [InlineData(OrientationMerge.Mean)]
    [InlineData(OrientationMerge.Maximum)]
    public void Patches_that_are_not_square_are_turned_too(OrientationMerge merge)
    {
        // The weight at a place of the patch that the network sees, upright or lying.
        static float WeightAt(int y, int x) => 1 + y + (0.1f * x * x);
        var batch = Tensor.Randn([1, 1, 2, 5]);
        Tensor Network(Tensor input)
        {
            var (height, width) = ((int)input.Size(2), (int)input.Size(3));
            return input * Tensor.From(Enumerable.Range(0, height * width).Select(i => WeightAt(i / width, i % width)).ToArray(), 1, 1, height, width);
        }

        var merged = Orientations.Merge(batch, Network, merge).ToArray<float>();
        var (values, weights) = (batch.ToArray<float>(), Dihedral.Weights(WeightAt, 2, 5));
        var expected = values.Select((v, i) => Dihedral.Merge(weights.Select(w => w[i] * v), merge)).ToArray();
        Compare.RelativeToLargest(expected, merged, 1e-6, "merged");
    }

    [Theory]
    [InlineData(OrientationMerge.Mean)]
    [InlineData(OrientationMerge.Minimum)]
    public void Only_the_result_stays_alive(OrientationMerge merge)
    {
        var batch = Tensor.Randn([1, 1, 4, 4]);
        var before = Tensor.AliveCount;
        Orientations.Merge(batch, input => input * 2, merge).Dispose();
        Assert.Equal(before, Tensor.AliveCount);
    }
}
