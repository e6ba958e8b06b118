using Luciole.Files;
using Luciole.Torch;

namespace Luciole.Cli.Tests;

public sealed class DeviceChoiceTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("cpu")]
    [InlineData("CPU")]
    public void The_processor_is_chosen_without_asking_for_a_GPU(string? requested)
    {
        var choice = DeviceChoice.Of(requested, _ => throw new InvalidOperationException("not asked"));
        Assert.Equal(Device.Cpu, choice.Device);
        Assert.Empty(choice.Warnings);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("cuda", 0)]
    [InlineData("cuda:1", 1)]
    public void A_GPU_that_is_there_is_taken_without_a_word(string requested, int index)
    {
        var choice = DeviceChoice.Of(requested, asked => asked == index ? null : "another was asked for");
        Assert.Equal(Device.Cuda(index), choice.Device);
        Assert.Empty(choice.Warnings);
    }

    [Fact]
    public void Without_it_the_processor_computes_and_the_reason_is_told()
    {
        var choice = DeviceChoice.Of("3", _ => "there is one GPU, number 0");
        Assert.Equal(Device.Cpu, choice.Device);
        Assert.Equal(["--gpu 3 was asked for, but there is one GPU, number 0. Computing on the CPU instead, which is many times slower."], choice.Warnings);
    }

    [Fact]
    public void Of_several_the_first_is_taken_and_that_is_told()
    {
        var choice = DeviceChoice.Of("1,0", _ => null);
        Assert.Equal(Device.Cuda(1), choice.Device);
        Assert.Equal(["--gpu 1,0 names several GPUs, but this version uses one: 1."], choice.Warnings);
        Assert.Equal(2, DeviceChoice.Of("0,1", _ => "there is none").Warnings.Count);
    }

    [Fact]
    public void Other_words_are_refused() => Assert.Throws<InputException>(() => DeviceChoice.Of("blue", _ => null));
}
