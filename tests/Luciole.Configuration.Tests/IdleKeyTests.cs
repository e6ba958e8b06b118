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
            ["DATA.CHECK_GENERATORS: True has no effect (these files are not written in this version)", "PATHS.DA_SAMPLES: /a has no effect (these files are not written in this version)"],
            IdleKeys.MissedIn(Yaml.Set("DATA.CHECK_GENERATORS=True", "PATHS.DA_SAMPLES=/a")));
    }
}
