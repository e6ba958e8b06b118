using Luciole.Cli.Terminal;

namespace Luciole.Cli.Tests;

public sealed class PlainTableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell()
    {
        var table = new PlainTable("name", "PCC").Row("a", "0.9").Row("longer name", "-0.1");
        Assert.Equal("name         PCC\na            0.9\nlonger name  -0.1", table.ToString());
    }

    [Fact]
    public void Rows_may_be_of_different_length_and_leave_no_blanks_behind() =>
        Assert.Equal("a     b  c\nlong\n      b", new PlainTable().Row("a", "b", "c").Row("long").Row("", "b").ToString());
}
