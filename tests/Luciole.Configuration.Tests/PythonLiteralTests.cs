namespace Luciole.Configuration.Tests;

/// <summary>Expected values are those of Python's ast.literal_eval.</summary>
public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData("1e-4", 1e-4)]
    [InlineData("1E-4", 1e-4)]
    [InlineData("1.E-4", 1e-4)]
    [InlineData("4.", 4.0)]
    [InlineData(".5", 0.5)]
    [InlineData("-1.5e+3", -1500.0)]
    [InlineData("1_000.5", 1000.5)]
    [InlineData("- 2.0", -2.0)]
    [InlineData("12", 12L)]
    [InlineData("1_000", 1000L)]
    [InlineData("+7", 7L)]
    [InlineData("-7", -7L)]
    [InlineData("0x1F", 31L)]
    [InlineData("0b101", 5L)]
    [InlineData("0o17", 15L)]
    [InlineData("000", 0L)]
    [InlineData("True", true)]
    [InlineData("False", false)]
    [InlineData("None", null)]
    [InlineData("(5)", 5L)]
    [InlineData("'a\\'b'", "a'b")]
    [InlineData("\"x\\ty\"", "x\ty")]
    [InlineData("'\\x41\\u00b5'", "Aµ")]
    public void Scalars_have_the_type_that_Python_gives_them(string text, object? expected)
    {
        Assert.True(PythonLiteral.TryParse(text, out var value));
        Assert.Equal(expected, value);
        Assert.Equal(expected?.GetType(), value?.GetType());
    }

    [Theory]
    [InlineData("(1024, 1024, 1)", "(1024, 1024, 1)")]
    [InlineData("(40,40)", "(40, 40)")]
    [InlineData("1, 2", "(1, 2)")]
    [InlineData("(1,)", "(1,)")]
    [InlineData("()", "()")]
    [InlineData("[]", "[]")]
    [InlineData("[1, 2.5, 'a', (1,)]", "[1, 2.5, 'a', (1,)]")]
    [InlineData("[1,\n 2,]", "[1, 2]")]
    [InlineData("{'a': 1, 'b': [None]}", "{'a': 1, 'b': [None]}")]
    [InlineData("{}", "{}")]
    public void Tuples_and_lists_are_told_apart(string text, string expected)
    {
        Assert.True(PythonLiteral.TryParse(text, out var value));
        Assert.Equal(expected, PythonText.Of(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mae")]
    [InlineData("/path/to/data")]
    [InlineData("2D")]
    [InlineData("Truely")]
    [InlineData("(1, 2")]
    [InlineData("(,)")]
    [InlineData("1 2")]
    [InlineData("0123")]
    [InlineData("1__0")]
    [InlineData("'open")]
    [InlineData("1e")]
    [InlineData("--")]
    [InlineData("+")]
    [InlineData("{1: }")]
    [InlineData("__import__('os')")]
    [InlineData("[1][0]")]
    [InlineData("1+1")]
    public void Anything_else_stays_a_text(string text) => Assert.False(PythonLiteral.TryParse(text, out _));

    [Fact]
    public void Deep_nesting_stays_a_text_and_does_not_overflow_the_stack() =>
        Assert.False(PythonLiteral.TryParse(new string('(', 100_000) + new string(')', 100_000), out _));

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(1e-5, "1.0e-05")]
    [InlineData(1.5e300, "1.5e+300")]
    public void Numbers_are_written_so_that_YAML_and_Python_read_floats(double value, string expected)
    {
        Assert.Equal(expected, PythonText.OfDouble(value));
        Assert.Equal(value, YamlScalar.Resolve(expected, plain: true));
        Assert.True(PythonLiteral.TryParse(expected, out var again));
        Assert.Equal(value, again);
    }
}
