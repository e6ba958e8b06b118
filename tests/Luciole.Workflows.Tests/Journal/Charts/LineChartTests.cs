using System.Globalization;
using System.Xml.Linq;
using Luciole.Workflows.Journal.Charts;

namespace Luciole.Workflows.Tests.Journal.Charts;

public sealed class LineChartTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Points_lie_where_the_axes_say()
    {
        // 1 to 5 across, 0 to 10 up: the plot is 76 to 776 wide and 394 to 64 high.
        var svg = Draw((1, 0), (2, 10), (3, 5), (5, 2.5));
        var curve = Assert.Single(svg.Descendants(s_svg + "polyline"));
        Assert.Equal("76,394 251,64 426,229 776,311.5", (string)curve.Attribute("points")!);
    }

    [Fact]
    public void Ticks_stand_at_the_same_places_as_their_values()
    {
        var svg = Draw((1, 0), (5, 10));
        var names = Texts(svg);
        Assert.Equal((426, 414), names["3"]);
        Assert.Equal((68, 64 + 4), names["10"]);
        Assert.Equal((68, 394 - (330 * 0.4) + 4), names["4"]);
    }

    [Fact]
    public void A_value_that_is_no_number_is_a_gap_and_a_lonely_one_a_dot()
    {
        var svg = Draw((1, 0), (2, 1), (3, double.NaN), (4, 2), (5, double.PositiveInfinity), (6, 3), (7, 10));
        var lines = svg.Descendants(s_svg + "polyline").Select(l => ((string)l.Attribute("points")!).Split(' ').Length);
        Assert.Equal([2, 2], lines);
        Assert.Equal(5, svg.Descendants(s_svg + "circle").Count());
        Assert.DoesNotContain("NaN", svg.ToString());
    }

    [Fact]
    public void Long_curves_have_no_dots_but_for_single_points()
    {
        var points = Enumerable.Range(1, 100).Select(i => ((double)i, i == 51 ? double.NaN : i)).ToArray();
        Assert.Empty(Draw(points).Descendants(s_svg + "circle"));
        points[51].Item2 = double.NaN;
        points[49].Item2 = points[48].Item2 = double.NaN;
        points[50].Item2 = 50;
        Assert.Single(Draw(points).Descendants(s_svg + "circle"));
    }

    [Theory]
    [InlineData(0.01, 1.01, true)]
    [InlineData(0.02, 1, false)]
    [InlineData(0, 1000, false)]
    [InlineData(-1, 1000, false)]
    public void More_than_two_powers_of_ten_are_drawn_logarithmically_if_all_values_are_positive(double lowest, double highest, bool logarithmic)
    {
        var svg = Parse(new LineChart { Title = "t", Across = "x", MayBeLogarithmic = true, Series = [new("s", "#000000", [(1, lowest), (2, highest)])] });
        Assert.Equal(logarithmic, Texts(svg).ContainsKey("0.1"));
        Assert.False(Texts(Draw((1, lowest), (2, highest))).ContainsKey("0.1"));
    }

    [Fact]
    public void The_legend_names_every_curve_in_its_colour_and_the_ring_lies_on_its_point()
    {
        var svg = Parse(new LineChart
        {
            Title = "Loss & more <µ>",
            Subtitle = "best",
            Across = "epoch",
            Series = [new("training", "#112233", [(1, 0), (3, 10)]), new("validation", "#445566", [(1, 1), (3, 9)])],
            Ring = (2, 5),
        });
        Assert.Superset(new HashSet<string> { "training", "validation", "epoch", "best", "Loss & more <µ>" }, Texts(svg).Keys.ToHashSet());
        Assert.Equal(["#112233", "#445566"], svg.Descendants(s_svg + "polyline").Select(l => (string)l.Parent!.Attribute("stroke")!));
        var ring = svg.Descendants(s_svg + "circle").Single(c => (string?)c.Attribute("fill") == "none");
        Assert.Equal((426, 229), ((double)ring.Attribute("cx")!, (double)ring.Attribute("cy")!));
        Assert.True(Texts(svg)["training"].X < Texts(svg)["validation"].X);
    }

    [Fact]
    public void Nothing_to_draw_is_said()
    {
        Assert.Contains("nothing measured yet", Texts(Draw()).Keys);
        Assert.Contains("nothing measured yet", Texts(Draw((1, double.NaN))).Keys);
    }

    [Fact]
    public void A_single_epoch_and_constant_values_are_drawn()
    {
        Assert.Single(Draw((1, 0.5)).Descendants(s_svg + "circle"));
        Assert.Equal("76,229 776,229", (string)Draw((1, 2), (2, 2)).Descendants(s_svg + "polyline").Single().Attribute("points")!);
    }

    private static XElement Draw(params (double, double)[] points) => Parse(new LineChart { Title = "t", Across = "x", Series = [new("s", "#000000", points)] });

    private static XElement Parse(LineChart chart)
    {
        var svg = XElement.Parse(chart.ToSvg());
        Assert.Equal(s_svg + "svg", svg.Name);
        return svg;
    }

    private static Dictionary<string, (double X, double Y)> Texts(XElement svg) => svg.Descendants(s_svg + "text")
        .GroupBy(t => t.Value, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => (Of(g.Last(), "x"), Of(g.Last(), "y")), StringComparer.Ordinal);

    private static double Of(XElement element, string name) => double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);
}
