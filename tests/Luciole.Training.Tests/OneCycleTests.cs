namespace Luciole.Training.Tests;

/// <summary>Figures of torch.optim.lr_scheduler.OneCycleLR (PyTorch 1.13) for a peak of 0.02.</summary>
public sealed class OneCycleTests
{
    [Theory]
    [InlineData(5, 7, 0, 0.0007999999999999986, 0.95)]
    [InlineData(5, 7, 1, 0.0013201544796739087, 0.9472908620850317)]
    [InlineData(5, 7, 5, 0.01119276171653439, 0.8958710327263834)]
    [InlineData(5, 7, 9, 0.019869068512666135, 0.8506819348298639)]
    [InlineData(5, 7, 10, 0.019979454009687654, 0.8501027303624832)]
    [InlineData(5, 7, 17, 0.01572118371655529, 0.8713941669938915)]
    [InlineData(5, 7, 33, 8.217953336809241e-05, 0.9495895006911622)]
    [InlineData(5, 7, 34, 8e-08, 0.95)]
    [InlineData(1, 2, 0, 0.01623491307899526, 0.8688255099070633)]
    [InlineData(1, 2, 1, 8e-08, 0.95)]
    [InlineData(3, 1, 0, 0.019888308709018237, 0.8505584586887436)]
    [InlineData(3, 1, 1, 0.0092527420533395, 0.9037365046793212)]
    [InlineData(1, 1, 0, 8e-08, 0.95)]
    [InlineData(100, 13, 388, 0.019999686931465983, 0.8500016305652813)]
    [InlineData(100, 13, 389, 0.02, 0.85)]
    [InlineData(100, 13, 390, 0.019999940408434246, 0.8500002979590205)]
    [InlineData(100, 13, 1299, 8e-08, 0.95)]
    public void Rate_and_momentum_equal_PyTorchs(int epochs, int stepsPerEpoch, int step, double rate, double momentum)
    {
        var schedule = new OneCycle(0.02, epochs, stepsPerEpoch);
        Assert.Equal(rate, schedule.At((double)step / stepsPerEpoch), 1e-14);
        Assert.Equal(momentum, schedule.MomentumAt((double)step / stepsPerEpoch)!.Value, 1e-13);
    }

    [Fact]
    public void The_rate_rises_to_the_peak_and_falls_and_the_momentum_mirrors_it()
    {
        var schedule = new OneCycle(0.1, 10, 100);
        var rates = Enumerable.Range(0, 1000).Select(i => schedule.At(i / 100.0)).ToList();
        Assert.Equal(299, rates.IndexOf(rates.Max()));
        Assert.Equal(0.1, rates.Max(), 1e-15);
        for (var i = 1; i < 1000; i++)
        {
            Assert.Equal(i <= 299, rates[i] > rates[i - 1]);
            Assert.Equal(i <= 299, schedule.MomentumAt(i / 100.0) < schedule.MomentumAt((i - 1) / 100.0));
        }
    }

    [Fact]
    public void Beyond_the_last_step_it_stays_at_the_end()
    {
        var schedule = new OneCycle(0.02, 2, 3);
        Assert.Equal(schedule.At(5.0 / 3), schedule.At(2));
        Assert.Equal(8e-8, schedule.At(100), 1e-15);
    }
}
