using Luciole.Torch;

namespace Luciole.Inference.Tests;

public sealed class OrientationsTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_network_that_does_not_care_for_orientation_gives_the_same()
    {
        var batch = Tensor.Randn([2, 1, 5, 5]);
        var mean = Orientations.Average(batch, input => input * 3);
        Compare.RelativeToLargest((batch * 3).ToArray<float>(), mean.ToArray<float>(), 1e-6, "mean");
    }

    [Fact]
    public void Every_orientation_is_tried_once_and_turned_back()
    {
        // A network that keeps only the upper left corner pixel: all four corners come back, each from two of the eight orientations.
        var batch = Tensor.From([1f, 2, 3, 4, 5, 6, 7, 8, 9], 1, 1, 3, 3);
        var corner = Tensor.From([1f, 0, 0, 0, 0, 0, 0, 0, 0], 1, 1, 3, 3);
        var mean = Orientations.Average(batch, input => input * corner);
        Assert.Equal([0.25f, 0, 0.75f, 0, 0, 0, 1.75f, 0, 2.25f], mean.ToArray<float>());
    }

    [Fact]
    public void Only_the_result_stays_alive()
    {
        var batch = Tensor.Randn([1, 1, 4, 4]);
        var before = Tensor.AliveCount;
        Orientations.Average(batch, input => input * 2).Dispose();
        Assert.Equal(before, Tensor.AliveCount);
    }
}
