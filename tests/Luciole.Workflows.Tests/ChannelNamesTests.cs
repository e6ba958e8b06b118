using Luciole.Data.Discovery;

namespace Luciole.Workflows.Tests;

public sealed class ChannelNamesTests
{
    [Theory]
    [InlineData("/models/lightmycells_nucleus.pth", "Nucleus")]
    [InlineData("/models/LightMyCells_MITO-checkpoint-best.pth", "Mitochondria")]
    [InlineData("actin_1.pth", "Actin")]
    [InlineData("tubulin.pth", "Tubulin")]
    [InlineData("/nucleus/model.pth", "Prediction")]
    [InlineData("model.pth", "Prediction")]
    public void A_file_name_tells_the_organelle(string path, string name) => Assert.Equal(name, ChannelNames.Guess(path));

    [Fact]
    public void Targets_that_agree_tell_the_channel()
    {
        Assert.Equal("Actin", ChannelNames.OfTargets([Of("image_1_Actin.ome.tiff"), Of("image_2_Actin.ome.tiff")]));
        Assert.Null(ChannelNames.OfTargets([Of("image_1_Actin.ome.tiff"), Of("image_2_Nucleus.ome.tiff")]));
        Assert.Null(ChannelNames.OfTargets([Of("image_1_Actin.ome.tiff"), Of("7.tif")]));
        Assert.Null(ChannelNames.OfTargets([Of(null)]));
        Assert.Null(ChannelNames.OfTargets([]));
    }

    private static Sample Of(string? target) => new("raw.tif", target, "raw");
}
