namespace Luciole.Configuration.Tests;

/// <summary>Expected values are those of PyYAML 6 with yacs 0.1.8 after it.</summary>
public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("yes", true)]
    [InlineData("On", true)]
    [InlineData("TRUE", true)]
    [InlineData("no", false)]
    [InlineData("off", false)]
    [InlineData("y", "y")]
    [InlineData("~", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData("12", 12L)]
    [InlineData("-1", -1L)]
    [InlineData("010", 8L)]
    [InlineData("0x10", 16L)]
    [InlineData("0b11", 3L)]
    [InlineData("1_000", 1000L)]
    [InlineData("1:30", 90L)]
    [InlineData("1.E-4", 1e-4)]
    [InlineData("4.", 4.0)]
    [InlineData("1.0e-4", 1e-4)]
    [InlineData("1e-4", 1e-4)]
    [InlineData("1.5e3", 1500.0)]
    [InlineData("-.inf", double.NegativeInfinity)]
    [InlineData("09", "09")]
    [InlineData("2D", "2D")]
    [InlineData("99999999999999999999", 1e20)]
    public void Plain_scalars(string text, object? expected)
    {
        var value = YamlScalar.Resolve(text, plain: true);
        Assert.Equal(expected, value);
        Assert.Equal(expected?.GetType(), value?.GetType());
    }

    [Theory]
    [InlineData("yes", "yes")]
    [InlineData("", "")]
    [InlineData("12", 12L)]
    [InlineData("True", true)]
    [InlineData("image", "image")]
    public void Quoted_scalars_are_evaluated_by_yacs_only(string text, object? expected) => Assert.Equal(expected, YamlScalar.Resolve(text, plain: false));
}
