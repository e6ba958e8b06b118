namespace Luciole.Configuration.Tests;

public sealed class IdleKeyTests
{
    [Fact]
    public void Every_idle_key_exists_and_the_manual_says_that_it_is_idle()
    {
        Assert.All(IdleKeys.All, idle => Assert.True(ConfigurationSchema.ByName.ContainsKey(idle.Name), idle.Name));
        Assert.Equal(IdleKeys.All.Count, ConfigurationReference.Markdown().Split("**Without effect:**").Length - 1);
    }

    [Fact]
    public void Only_what_somebody_set_and_will_miss_is_told()
    {
        Assert.Empty(IdleKeys.MissedIn(Yaml.Set("TEST.REDUCE_MEMORY=True", "DATA.TRAIN.IN_MEMORY=False")));
        Assert.Equal(
            ["PATHS.FIL_SAMPLES_DIR: seen has no effect (these files are not written in this version)"],
            IdleKeys.MissedIn(Yaml.Set("PATHS.FIL_SAMPLES_DIR=seen", "LOG.CHART_CREATION_FREQ=1")));
    }
}
