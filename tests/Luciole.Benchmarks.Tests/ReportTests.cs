using Luciole.Benchmarks.Report;
using Luciole.Files;

namespace Luciole.Benchmarks.Tests;

public sealed class ReportTests
{
    [Fact]
    public void A_section_replaces_itself_and_leaves_the_rest_as_it_is()
    {
        var first = ReportDocument.Replace(ReportDocument.Replace("# Title\n\nwords\n", "one", "old"), "two", "## Two\n");
        Assert.Equal(
            "# Title\n\nwords\n\n<!-- one: written by the program -->\nold\n<!-- one: end -->\n\n<!-- two: written by the program -->\n## Two\n<!-- two: end -->\n",
            first);
        var second = ReportDocument.Replace(first + "\nA last word.\n", "one", "new\nlines\n\n");
        Assert.Equal(
            "# Title\n\nwords\n\n<!-- one: written by the program -->\nnew\nlines\n<!-- one: end -->\n\n<!-- two: written by the program -->\n## Two\n<!-- two: end -->\n\nA last word.\n",
            second);
    }

    [Fact]
    public void A_section_without_its_end_is_refused_by_name()
    {
        var error = Assert.Throws<InputException>(() => ReportDocument.Replace("<!-- one: written by the program -->\ntext\n", "one", "new"));
        Assert.Contains("<!-- one: end -->", error.Message);
    }

    [Fact]
    public void The_file_is_begun_when_there_is_none_and_continued_when_there_is()
    {
        var folder = Directory.CreateTempSubdirectory("luciole-test-");
        try
        {
            var path = Path.Combine(folder.FullName, "benchmarks.md");
            new ReportDocument(path).Write("one", "1");
            new ReportDocument(path).Write("two", "2");
            var text = File.ReadAllText(path);
            Assert.StartsWith("# Benchmarks\n", text);
            Assert.Equal(2, text.Split("written by the program -->").Length - 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Tables_are_padded_with_figures_to_the_right()
    {
        var table = new MarkdownTable("work", "s");
        table.Add("prediction", "19.7");
        table.Add("a", "3");
        Assert.Equal("| work       |    s |\n|------------|-----:|\n| prediction | 19.7 |\n| a          |    3 |\n", table.ToString());
        Assert.Throws<ArgumentException>(() => table.Add("one cell"));
    }

    [Theory]
    [InlineData(0.01234, "0.012", "12.3")]
    [InlineData(1.2345, "1.23", "1234")]
    [InlineData(9.996, "10.0", "9996")]
    [InlineData(123.4, "123", "123400")]
    public void Times_have_about_three_digits(double seconds, string inSeconds, string inMilliseconds)
    {
        Assert.Equal(inSeconds, Figures.Seconds(seconds));
        Assert.Equal(inMilliseconds, Figures.Milliseconds(seconds));
    }
}
