using Luciole.Configuration;
using Luciole.Inference;

namespace Luciole.Workflows.Tests;

public sealed class DataMappingTests
{
    [Theory]
    [InlineData("mean", OrientationMerge.Mean)]
    [InlineData("min", OrientationMerge.Minimum)]
    [InlineData("max", OrientationMerge.Maximum)]
    public void Modes_of_test_time_augmentation_are_what_they_are_called(string mode, OrientationMerge merge)
    {
        Assert.Equal(merge, DataMapping.Orientations(Read("True", mode)));
        Assert.Null(DataMapping.Orientations(Read("False", mode)));
    }

    private static TestSettings Read(string augmentation, string mode) => ConfigurationReader.ReadText(
        "{PROBLEM: {TYPE: IMAGE_TO_IMAGE}, MODEL: {ARCHITECTURE: unetr, DROPOUT_VALUES: [0.0]}}", "test.yaml", [$"TEST.AUGMENTATION={augmentation}", $"TEST.AUGMENTATION_MODE={mode}"]).Configuration.Test;
}
