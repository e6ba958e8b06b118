using System.Globalization;
using System.Xml.Linq;

namespace Luciole.Workflows.Journal.Charts;

/// <summary>Curves over whole numbers, as a picture in Scalable Vector Graphics that needs nothing beside itself.</summary>
internal sealed class LineChart
{
    /// <summary>Width of the picture.</summary>
    public const double Width = 800;

    /// <summary>Height of the picture.</summary>
    public const double Height = 450;

    /// <summary>Left end of the plot.</summary>
    public const double Left = 76;

    /// <summary>Right end of the plot.</summary>
    public const double Right = Width - 24;

    /// <summary>Upper end of the plot.</summary>
    public const double Top = 64;

    /// <summary>Lower end of the plot.</summary>
    public const double Bottom = Height - 56;

    private const double WideRange = 100;
    private const int MostDottedPoints = 30;
    private const double LetterWidth = 6.7;
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>What the chart shows.</summary>
    public required string Title { get; init; }

    /// <summary>A remark under the title.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What the horizontal axis counts.</summary>
    public required string Across { get; init; }

    /// <summary>The curves.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Whether the vertical axis is logarithmic when the values are positive and span more than two powers of ten.</summary>
    public bool MayBeLogarithmic { get; init; }

    /// <summary>A point to be ringed.</summary>
    public (double X, double Y)? Ring { get; init; }

    /// <summary>The picture.</summary>
    public string ToSvg()
    {
        var points = Series.SelectMany(s => s.Points).Where(p => double.IsFinite(p.Y)).ToList();
        var root = Element(
            "svg", ("viewBox", $"0 0 {Width} {Height}"), ("width", Width), ("height", Height), ("font-family", "DejaVu Sans, Verdana, sans-serif"), ("role", "img"));
        root.Add(new XElement(s_svg + "title", Title));
        root.Add(Element("rect", ("width", Width), ("height", Height), ("fill", "#ffffff")));
        root.Add(Text(Left, 28, Title, 17, "#222222", weight: "bold"));
        if (Subtitle.Length > 0)
            root.Add(Text(Left, 48, Subtitle, 12, "#666666"));
        root.Add(Legend());
        if (points.Count == 0)
            root.Add(Text((Left + Right) / 2, (Top + Bottom) / 2, "nothing measured yet", 14, "#666666", "middle"));
        else
            Draw(root, points);
        return root.ToString() + "\n";
    }

    private void Draw(XElement root, List<(double X, double Y)> points)
    {
        var across = ChartScale.Between(points.Min(p => p.X), points.Max(p => p.X));
        var (lowest, highest) = (points.Min(p => p.Y), points.Max(p => p.Y));
        var up = MayBeLogarithmic && lowest > 0 && highest / lowest > WideRange ? ChartScale.Logarithmic(lowest, highest) : ChartScale.Around(lowest, highest);
        root.Add(Grid(across, up));
        foreach (var series in Series)
            root.Add(Curve(series, p => (Horizontal(across, p.X), Vertical(up, p.Y))));
        if (Ring is { } ring)
            root.Add(Element("circle", ("cx", Horizontal(across, ring.X)), ("cy", Vertical(up, ring.Y)), ("r", 6), ("fill", "none"), ("stroke", "#222222"), ("stroke-width", 1.5)));
    }

    private XElement Grid(ChartScale across, ChartScale up)
    {
        var grid = Element("g", ("stroke", "#e3e3e3"), ("stroke-width", 1));
        var names = Element("g");
        foreach (var tick in across.Ticks)
        {
            grid.Add(Line(Horizontal(across, tick), Top, Horizontal(across, tick), Bottom));
            names.Add(Text(Horizontal(across, tick), Bottom + 20, across.Text(tick), 12, "#444444", "middle"));
        }

        foreach (var tick in up.Ticks)
        {
            grid.Add(Line(Left, Vertical(up, tick), Right, Vertical(up, tick)));
            names.Add(Text(Left - 8, Vertical(up, tick) + 4, up.Text(tick), 12, "#444444", "end"));
        }

        names.Add(Text((Left + Right) / 2, Height - 12, Across, 13, "#444444", "middle"));
        return new XElement(s_svg + "g", grid, names, Element("path", ("d", Number($"M {Left} {Top} V {Bottom} H {Right}")), ("fill", "none"), ("stroke", "#888888")));
    }

    // One line for each stretch without a gap; single points, and the points of short curves, are dots.
    private static XElement Curve(ChartSeries series, Func<(double X, double Y), (double X, double Y)> place)
    {
        var curve = Element("g", ("stroke", series.Color), ("fill", series.Color));
        foreach (var stretch in Stretches(series.Points))
        {
            var placed = stretch.ConvertAll(p => place(p));
            if (placed.Count > 1)
            {
                var text = string.Join(' ', placed.Select(p => Number($"{p.X:0.##},{p.Y:0.##}")));
                curve.Add(Element("polyline", ("points", text), ("fill", "none"), ("stroke-width", 2), ("stroke-linejoin", "round")));
            }

            if (placed.Count == 1 || series.Points.Count <= MostDottedPoints)
                curve.Add(placed.Select(p => Element("circle", ("cx", p.X), ("cy", p.Y), ("r", 2.5), ("stroke", "none"))));
        }

        return curve;
    }

    private static IEnumerable<List<(double X, double Y)>> Stretches(IReadOnlyList<(double X, double Y)> points)
    {
        var stretch = new List<(double, double)>();
        foreach (var point in points)
        {
            if (double.IsFinite(point.Y))
            {
                stretch.Add(point);
                continue;
            }

            if (stretch.Count > 0)
                yield return stretch;
            stretch = [];
        }

        if (stretch.Count > 0)
            yield return stretch;
    }

    private XElement Legend()
    {
        var legend = Element("g");
        var right = Right;
        foreach (var series in Series.Reverse())
        {
            var left = right - (series.Name.Length * LetterWidth);
            legend.Add(Text(left, 48, series.Name, 12, "#222222"));
            legend.Add(Element("line", ("x1", left - 26), ("y1", 44), ("x2", left - 6), ("y2", 44), ("stroke", series.Color), ("stroke-width", 3)));
            right = left - 44;
        }

        return legend;
    }

    private static double Horizontal(ChartScale scale, double value) => Left + (scale.Share(value) * (Right - Left));

    private static double Vertical(ChartScale scale, double value) => Bottom - (scale.Share(value) * (Bottom - Top));

    private static XElement Line(double x1, double y1, double x2, double y2) => Element("line", ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2));

    private static XElement Text(double x, double y, string text, double size, string color, string anchor = "start", string weight = "normal")
    {
        var element = Element("text", ("x", x), ("y", y), ("font-size", size), ("fill", color), ("text-anchor", anchor), ("font-weight", weight));
        element.Add(text);
        return element;
    }

    private static XElement Element(string name, params (string Name, object Value)[] attributes) => new(
        s_svg + name, attributes.Select(a => new XAttribute(a.Name, a.Value is double number ? number.ToString("0.##", CultureInfo.InvariantCulture) : a.Value)));

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
