using System.Text.Json;

namespace Luciole.Training.Tests;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 6.25e-7)]
    [InlineData(1, 1.25e-6)]
    [InlineData(80, 1e-4)]
    [InlineData(690, 5.25e-5)]
    [InlineData(1299.999, 5.000000000157e-6)]
    [InlineData(1300, 5e-6)]
    [InlineData(1400, 5e-6)]
    public void Warm_up_cosine_is_a_line_and_half_a_cosine(double epoch, double expected)
    {
        var schedule = new WarmupCosine(1e-4, 5e-6, 80, 1300);
        Assert.Equal(expected, schedule.At(epoch), 1e-15);
    }

    [Fact]
    public void Without_warm_up_it_starts_at_the_peak()
    {
        Assert.Equal(0.1, new WarmupCosine(0.1, 0.01, 0, 10).At(0), 1e-15);
        Assert.Equal(0.1, new WarmupCosine(0.1, 0.01, 10, 10).At(10 - 1e-13), 1e-9);
        Assert.Equal(0.01, new WarmupCosine(0.1, 0.01, 10, 10).At(10), 1e-15);
    }

    [Fact]
    public void It_equals_the_reference_at_every_epoch_of_its_tables()
    {
        var tables = Golden.Cases("adamw").Where(c => c.TryGetProperty("table", out _)).ToList();
        Assert.NotEmpty(tables);
        foreach (var c in tables)
        {
            var schedule = new WarmupCosine(
                c.GetProperty("lr").GetDouble(), c.GetProperty("min_lr").GetDouble(), c.GetProperty("warmup_epochs").GetDouble(), c.GetProperty("epochs").GetDouble());
            using var table = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Golden.Topic("adamw"), c.GetProperty("table").GetString()!)));
            foreach (var row in table.RootElement.GetProperty("rows").EnumerateArray())
            {
                var expected = row[1].GetDouble();
                Assert.Equal(expected, schedule.At(row[0].GetDouble()), Math.Max(1e-12 * Math.Abs(expected), 1e-20));
            }
        }
    }
}
