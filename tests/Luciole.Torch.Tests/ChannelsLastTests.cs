using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;

namespace Luciole.Torch.Tests;

public sealed class ChannelsLastTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void There_and_back_values_stay_and_strides_change()
    {
        var image = Tensor.Arange(2 * 3 * 4 * 5, ScalarType.Float32).Reshape(2, 3, 4, 5);
        Assert.False(image.IsChannelsLast);
        var turned = image.ToChannelsLast();
        Assert.True(turned.IsChannelsLast);
        Assert.False(turned.IsContiguous);
        Assert.Equal([60L, 1, 15, 3], turned.Strides);
        Assert.Equal(image.ToArray<float>(), turned.ToArray<float>());
        Assert.Equal(image.Strides, turned.Contiguous().Strides);
        Assert.True((turned + 1).IsChannelsLast);
    }

    [Fact]
    public void Only_images_can_be_turned()
    {
        Assert.False(Tensor.Zeros([2, 3]).IsChannelsLast);
        Assert.Throws<TorchException>(() => Tensor.Zeros([2, 3]).ToChannelsLast());
    }

    // The state has the strides of its parameter: the operator on a GPU takes no others. A stored state is read into the same.
    [Fact]
    public void An_optimiser_goes_on_from_a_stored_state_to_the_same_weights()
    {
        float[] Train(bool stored, bool channelsLast)
        {
            using var convolution = new Conv2d(1, 3, 5, padding: 2);
            convolution.Weight.ReplaceData(Tensor.Arange(75, ScalarType.Float32).Reshape(3, 1, 5, 5));
            if (channelsLast)
                convolution.UseChannelsLast();
            using var first = new AdamW(ParameterGroup.Split(convolution, 0.1), 0.02);
            using var second = new AdamW(ParameterGroup.Split(convolution, 0.1), 0.02);
            var optimizer = first;
            for (var step = 0; step < 4; step++)
            {
                convolution.Weight.Gradient = (Tensor.Arange(75, ScalarType.Float32).Reshape(3, 1, 5, 5) * 0.01) - (0.2 * step);
                if (step == 2 && stored)
                {
                    second.SetState(convolution.Weight, first.StateOf(convolution.Weight)!.ToDictionary(s => s.Key, s => s.Value.Contiguous(), StringComparer.Ordinal));
                    optimizer = second;
                }

                optimizer.Step();
            }

            Assert.Equal(convolution.Weight.Strides, optimizer.StateOf(convolution.Weight)!["exp_avg"].Strides);
            return convolution.Weight.ToArray<float>();
        }

        var expected = Train(stored: false, channelsLast: false);
        foreach (var (stored, channelsLast) in new[] { (true, false), (false, true), (true, true) })
        {
            var actual = Train(stored, channelsLast);
            for (var i = 0; i < actual.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-6f);
        }
    }

    [Fact]
    public void Gradients_are_given_the_strides_of_their_parameters_without_copying_where_only_axes_of_size_1_differ()
    {
        var parameter = Tensor.Zeros([3, 1, 5, 5]);
        var sameMemory = Tensor.From(Weights.Values(75, 1), 3, 5, 5).Unsqueeze(1);
        var turned = Tensor.From(Weights.Values(75, 2), 3, 5, 5).Transpose(1, 2).Unsqueeze(1);
        var odd = new Operator("aten::as_strided").Call(sameMemory, new long[] { 3, 1, 5, 5 }, new long[] { 25, 7, 5, 1 }, default);
        Tensor[] gradients = [parameter, odd, turned];
        var matched = FusedMoments.AsParametersLie([parameter, parameter, parameter], gradients);
        Assert.Same(parameter, matched[0]);
        for (var i = 1; i < 3; i++)
        {
            Assert.Equal(parameter.Strides, matched[i].Strides);
            Assert.Equal(gradients[i].ToArray<float>(), matched[i].ToArray<float>());
        }

        Assert.Equal(odd.DataPointer, matched[1].DataPointer);
        Assert.NotEqual(turned.DataPointer, matched[2].DataPointer);
        Tensor[] fitting = [parameter, parameter];
        Assert.Same(fitting, FusedMoments.AsParametersLie([parameter, parameter], fitting));
    }
}
