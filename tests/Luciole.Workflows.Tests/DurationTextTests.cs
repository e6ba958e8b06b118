namespace Luciole.Workflows.Tests;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData(5, "0:05")]
    [InlineData(65, "1:05")]
    [InlineData(3_600 + 65, "1:01:05")]
    [InlineData((100 * 3_600) + 1, "100:00:01")]
    public void Durations_are_short(double seconds, string text) => Assert.Equal(text, DurationText.Short(TimeSpan.FromSeconds(seconds)));
}
