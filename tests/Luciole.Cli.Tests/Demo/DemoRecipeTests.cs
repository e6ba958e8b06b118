using Luciole.Cli.Demo;
using Luciole.Configuration;

namespace Luciole.Cli.Tests.Demo;

public sealed class DemoRecipeTests
{
    [Theory]
    [InlineData(DemoRecipe.Pretraining)]
    [InlineData(DemoRecipe.FineTuning)]
    public void The_program_carries_the_recipes_as_they_lie_in_the_repository(string name)
    {
        var carried = DemoRecipe.Read(name);
        Assert.Equal(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, name)), carried.Text);
        Assert.Empty(carried.Notes);
        Assert.True(carried.Configuration.Train.Enable);
        Assert.NotNull(carried.Configuration.Train.MaxMinutes);
    }

    [Fact]
    public void Fine_tuning_can_start_from_pretraining()
    {
        var (pretraining, tuning) = (DemoRecipe.Read(DemoRecipe.Pretraining), DemoRecipe.Read(DemoRecipe.FineTuning));
        Assert.True(tuning.Configuration.Model.LoadCheckpoint);
        // Refuses encoders that differ.
        CheckpointModel.Adopt(tuning, pretraining.Configuration, "pretraining.pth");
    }

    [Fact]
    public void Settings_that_are_given_win() =>
        Assert.Equal("elsewhere/x", DemoRecipe.Read(DemoRecipe.FineTuning, "DATA.TRAIN.PATH=elsewhere/x").Configuration.Data.Train.Path);
}
