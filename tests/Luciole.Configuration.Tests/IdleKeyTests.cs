namespace Luciole.Configuration.Tests;

public sealed class IdleKeyTests
{
    [Fact]
    public void Every_idle_key_exists_and_the_manual_says_that_it_is_idle()
    {
        Assert.All(IdleKeys.All, idle => Assert.True(ConfigurationSchema.ByName.ContainsKey(idle.Name), idle.Name));
        Assert.Equal(IdleKeys.All.Count, ConfigurationReference.Markdown().Split("**Without effect:**").Length - 1);
    }
}
