namespace Luciole.EndToEnd.Tests;

public sealed class CommandOptionTests
{
    [Fact]
    public void Without_any_word_the_commands_are_listed()
    {
        var (exitCode, output, _) = LucioleProcess.Run();
        Assert.Equal(0, exitCode);
        Assert.Contains("predict <IMAGE>", output);
    }

    [Theory]
    [InlineData("TRAIN.BATCH_SIZE=4")]
    [InlineData("SYSTEM.NUM_CPUS=1")]
    [InlineData("DATA.TEST.PATH=elsewhere")]
    public void Predict_refuses_settings_that_it_does_not_use(string setting)
    {
        var (exitCode, _, messages) = LucioleProcess.Run("predict", "image.tif", "--model", "model.pth", "--out", "out", "--set", setting);
        Assert.Equal(2, exitCode);
        Assert.Contains($"--set {setting.Split('=')[0]}: predict does not use this key", messages);
    }
}
