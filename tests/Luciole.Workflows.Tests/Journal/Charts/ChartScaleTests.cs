using Luciole.Workflows.Journal.Charts;

namespace Luciole.Workflows.Tests.Journal.Charts;

public sealed class ChartScaleTests
{
    [Theory]
    [InlineData(0.13, 0.87, 0, 1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(17.2, 24.9, 16, 26, "16 18 20 22 24 26")]
    [InlineData(-3, 3, -3, 3, "-3 -2 -1 0 1 2 3")]
    [InlineData(0, 1e-4, 0, 1e-4, "0 2e-5 4e-5 6e-5 8e-5 1e-4")]
    [InlineData(120_000, 480_000, 100_000, 500_000, "1e5 2e5 3e5 4e5 5e5")]
    [InlineData(0.9991, 0.9998, 0.999, 0.9998, "0.999 0.9992 0.9994 0.9996 0.9998")]
    public void Linear_axes_have_ticks_at_round_numbers(double lowest, double highest, double low, double high, string ticks)
    {
        var scale = ChartScale.Around(lowest, highest);
        Assert.Equal((low, high), (Math.Round(scale.Low, 12), Math.Round(scale.High, 12)));
        Assert.Equal(ticks, string.Join(' ', scale.Ticks.Select(scale.Text)));
    }

    [Theory]
    [InlineData(5, 4, 6)]
    [InlineData(0, -1, 1)]
    [InlineData(-5, -6, -4)]
    public void A_single_value_stands_in_the_middle_of_a_range(double value, double within, double end)
    {
        var scale = ChartScale.Around(value, value);
        Assert.InRange(scale.Low, within, value);
        Assert.InRange(scale.High, value, end);
        Assert.InRange(scale.Share(value), 0.2, 0.8);
    }

    [Theory]
    [InlineData(1, 20, "5 10 15 20")]
    [InlineData(1, 4, "1 2 3 4")]
    [InlineData(901, 2200, "1000 1500 2000")]
    [InlineData(7, 7, "7")]
    public void Axes_of_whole_numbers_begin_and_end_with_them(double lowest, double highest, string ticks)
    {
        var scale = ChartScale.Between(lowest, highest);
        Assert.Equal(ticks, string.Join(' ', scale.Ticks.Select(scale.Text)));
        if (highest > lowest)
            Assert.Equal((lowest, highest), (scale.Low, scale.High));
    }

    [Theory]
    [InlineData(0.003, 0.9, 0.002, 1, "0.002 0.005 0.01 0.02 0.05 0.1 0.2 0.5 1")]
    [InlineData(0.00004, 30, 0.00002, 50, "1e-4 0.001 0.01 0.1 1 10")]
    [InlineData(1e-12, 1e12, 1e-12, 1e12, "1e-12 1e-9 1e-6 0.001 1 1000 1e6 1e9 1e12")]
    public void Logarithmic_axes_have_ticks_at_powers_of_ten(double lowest, double highest, double low, double high, string ticks)
    {
        var scale = ChartScale.Logarithmic(lowest, highest);
        Assert.Equal((low, high), (scale.Low, scale.High));
        Assert.Equal(ticks, string.Join(' ', scale.Ticks.Select(scale.Text)));
    }

    [Fact]
    public void Equal_factors_take_equal_lengths_on_a_logarithmic_axis()
    {
        var scale = ChartScale.Logarithmic(0.01, 100);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], new[] { 0.01, 0.1, 1, 10, 100 }.Select(v => Math.Round(scale.Share(v), 12)));
    }

    [Fact]
    public void Any_range_has_a_handful_of_ticks_within_it()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var low = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-9, 9));
            var high = low + (random.NextDouble() * Math.Pow(10, random.Next(-6, 9))) + (Math.Abs(low) * 1e-6);
            var scale = ChartScale.Around(low, high);
            Assert.InRange(scale.Ticks.Count, 3, 9);
            var rounding = 1e-6 * (high - low);
            Assert.True(scale.Low <= low + rounding && scale.High >= high - rounding && scale.Ticks[0] >= scale.Low && scale.Ticks[^1] <= scale.High, $"{low} {high}");
            Assert.InRange((high - low) / (scale.High - scale.Low), 0.5, 1.00001);
        }
    }
}
