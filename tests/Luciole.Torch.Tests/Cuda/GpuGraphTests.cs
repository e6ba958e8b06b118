using Luciole.Torch.Cuda;
using Luciole.Torch.Precision;

namespace Luciole.Torch.Tests.Cuda;

/// <summary>Recorded work against the same done directly. None of it runs without a GPU.</summary>
[Collection("GPU")]
public sealed class GpuGraphTests : IDisposable
{
    private readonly Device _device = Gpu.RequireGraphs();
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_replay_computes_with_what_lies_in_the_tensors_by_then()
    {
        var input = Tensor.Ones([4], device: _device);
        Tensor? output = null;
        using var graph = CudaGraph.Capture(_device, () => output = (input * 3) + 1);
        graph.Replay();
        Assert.Equal([4f, 4, 4, 4], output!.ToArray<float>());
        input.CopyFrom(Tensor.From([0f, 1, 2, 3], 4));
        graph.Replay();
        Assert.Equal([1f, 4, 7, 10], output.ToArray<float>());
    }

    [Fact]
    public void Work_that_cannot_be_recorded_leaves_the_GPU_usable()
    {
        var input = Tensor.Ones([4], device: _device);
        Assert.ThrowsAny<Exception>(() => CudaGraph.Capture(_device, () => input.Sum().Item()));
        Assert.Throws<InvalidTimeZoneException>(() => CudaGraph.Capture(_device, () => throw new InvalidTimeZoneException()));
        Assert.Equal(4, input.Sum().Item());
        using var graph = CudaGraph.Capture(_device, () => input.MulInPlace(2));
        graph.Replay();
        Assert.Equal(8, input.Sum().Item());
    }

    // Forward, back and the optimiser's step with a learning rate that changes, in bfloat16.
    [Fact]
    public void A_recorded_training_step_is_the_direct_one()
    {
        var input = Tensor.Randn([2, 1, 16, 16], _device);
        float[] Train(bool recorded)
        {
            using var trained = new Trained(_device, decoupled: true);
            if (recorded)
                trained.Optimizer.PrepareForRecording();
            void Step()
            {
                trained.Convolution.ZeroGradients();
                Tensor loss;
                using (new Autocast(DeviceKind.Cuda, ScalarType.BFloat16))
                    loss = trained.Convolution.Forward(input.ToChannelsLast()).To(ScalarType.Float32).Square().Mean();
                loss.Backward();
                trained.Optimizer.Step();
            }

            var side = CudaStream.FromPool(_device);
            side.WaitFor(CudaStream.Current(_device));
            using (side.Use())
            {
                for (var i = 0; i < 3; i++)
                    Step();
            }

            CudaStream.Current(_device).WaitFor(side);
            using var graph = recorded ? CudaGraph.Capture(_device, Step) : null;
            for (var i = 0; i < 5; i++)
            {
                trained.Optimizer.LearningRate = 0.02 / (i + 1);
                if (graph is null)
                    Step();
                else
                    graph.Replay();
            }

            Assert.Equal(8, trained.Optimizer.StateOf(trained.Convolution.Weight)!["step"].Item());
            return trained.Convolution.Weight.ToArray<float>();
        }

        var (direct, replayed) = (Train(recorded: false), Train(recorded: true));
        for (var i = 0; i < direct.Length; i++)
            Assert.Equal(direct[i], replayed[i], 1e-5f);
    }

    [Fact]
    public void A_recorded_step_keeps_its_momentum()
    {
        using var trained = new Trained(_device, decoupled: true);
        trained.Optimizer.PrepareForRecording();
        Assert.Throws<InvalidOperationException>(() => trained.Optimizer.Momentum = 0.5);
    }
}
