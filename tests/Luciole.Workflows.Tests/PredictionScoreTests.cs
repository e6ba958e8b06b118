using Luciole.Imaging.Pixels;

namespace Luciole.Workflows.Tests;

public sealed class PredictionScoreTests
{
    [Fact]
    public void Channels_become_planes_at_zero_mean_and_unit_variance()
    {
        // Two channels side by side, as files have them: 1, 2, 3, 4 and 11, 12, 13, 14.
        var planes = PredictionScore.Planes([1, 11, 2, 12, 3, 13, 4, 14], 2, SampleType.Float32, "image");
        Assert.Equal(0, planes.Average(), 1e-6);
        Assert.Equal(1, planes.Average(v => v * v), 1e-5);
        var step = planes[1] - planes[0];
        Assert.Equal([0, 1, 2, 3, 10, 11, 12, 13], planes.Select(v => (int)Math.Round((v - planes[0]) / step)));
    }
}
