using Luciole.Torch.Modules;
using Luciole.Torch.Profiling;

namespace Luciole.Torch.Tests.Profiling;

public sealed class LayerClockTests
{
    private sealed class HandTurned : TimeProvider
    {
        public long Now { get; set; } = 1000;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }

    [Fact]
    public void Time_inside_an_inner_layer_counts_for_that_one_alone()
    {
        var time = new HandTurned();
        using var clock = new LayerClock(time);
        time.Now += 1;
        using (LayerClock.Measure(LayerKind.Attention))
        {
            time.Now += 2;
            using (LayerClock.Measure(LayerKind.Linear))
                time.Now += 4;
            time.Now += 8;
            using (LayerClock.Measure(LayerKind.Linear))
                time.Now += 16;
            Assert.Equal(10, clock[LayerKind.Attention].TotalSeconds);
            time.Now += 32;
            Assert.Equal(42, clock[LayerKind.Attention].TotalSeconds);
        }

        time.Now += 64;
        clock.Dispose();
        time.Now += 128;
        Assert.Equal(
            [65, 0, 0, 20, 42, 0, 0],
            Enum.GetValues<LayerKind>().Select(kind => clock[kind].TotalSeconds));
    }

    [Fact]
    public void A_layer_without_a_clock_is_measured_by_none()
    {
        using var section = LayerClock.Measure(LayerKind.Linear);
        var time = new HandTurned();
        using var clock = new LayerClock(time);
        time.Now += 1;
        section.Dispose();
        time.Now += 1;
        Assert.Equal(2, clock[LayerKind.Other].TotalSeconds);
    }

    [Fact]
    public void A_clock_sees_the_layers_of_its_own_thread_only_and_stands_alone_there()
    {
        var time = new HandTurned();
        using var clock = new LayerClock(time);
        var other = new Thread(() =>
        {
            using var section = LayerClock.Measure(LayerKind.Linear);
            time.Now += 5;
        });
        other.Start();
        other.Join();
        Assert.Equal(5, clock[LayerKind.Other].TotalSeconds);
        Assert.Throws<InvalidOperationException>(() => new LayerClock());
    }

    [Fact]
    public void Layers_book_their_time_under_their_kind()
    {
        using var scope = new TensorScope();
        using var linear = new Linear(8, 8);
        using var convolution = new Conv2d(2, 2, 3, padding: 1);
        using var up = new ConvTranspose2d(2, 2, bias: false);
        using var norm = new LayerNorm(8, 1e-5);
        using var batchNorm = new BatchNorm2d(2);
        var (tokens, map) = (Tensor.Ones([1, 4, 8]), Tensor.Ones([1, 2, 8, 8]));
        AssertBooked(LayerKind.Linear, () => linear.Forward(tokens));
        AssertBooked(LayerKind.Convolution, () => convolution.Forward(map));
        AssertBooked(LayerKind.TransposedConvolution, () => up.Forward(map));
        AssertBooked(LayerKind.NormalizationAndActivation, () => norm.Forward(tokens));
        AssertBooked(LayerKind.NormalizationAndActivation, () => batchNorm.Forward(map));
        AssertBooked(LayerKind.Concatenation, () => Tensor.Cat(1, map, map));
    }

    private static void AssertBooked(LayerKind kind, Func<Tensor> layer)
    {
        using var clock = new LayerClock();
        layer();
        Assert.True(clock[kind] > TimeSpan.Zero, $"nothing was booked under {kind}");
        Assert.All(Enum.GetValues<LayerKind>().Where(k => k != kind && k != LayerKind.Other), k => Assert.Equal(TimeSpan.Zero, clock[k]));
    }
}
