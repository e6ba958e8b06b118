using System.Text;
using Luciole.Files;

namespace Luciole.Benchmarks.Report;

/// <summary>
/// A Markdown document with sections between markers. A section that is written anew replaces the old one in its place; everything else
/// stays as it is.
/// </summary>
internal sealed class ReportDocument(string path)
{
    private const string Beginning = """
        # Benchmarks

        Written by the benchmark program, section by section; [benchmarks/README.md](../benchmarks/README.md) says what is measured and how.
        Each section names its machine, its date and the command that makes it again. Times are medians. *PyTorch / Luciole* is how many times
        quicker Luciole is: the median of the ratios of runs made in turn, and in brackets the smallest and the largest.

        """;

    /// <summary>Writes a section into the file.</summary>
    public void Write(string name, string text)
    {
        var document = File.Exists(path) ? File.ReadAllText(path) : Beginning;
        using var file = new AtomicFile(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(Replace(document, name, text)));
        file.Commit();
    }

    /// <summary>The document with the section replaced, or appended when it has none of this name.</summary>
    public static string Replace(string document, string name, string text)
    {
        var (begin, end) = ($"<!-- {name}: written by the program -->\n", $"<!-- {name}: end -->\n");
        var section = $"{begin}{text.TrimEnd('\n')}\n{end}";
        var first = document.IndexOf(begin, StringComparison.Ordinal);
        if (first < 0)
            return $"{document.TrimEnd('\n')}\n\n{section}";
        var last = document.IndexOf(end, first, StringComparison.Ordinal);
        if (last < 0)
            throw new InputException($"The section {name} begins with '{begin.TrimEnd()}' but has no '{end.TrimEnd()}'; put the line back, or remove the section.");
        return document[..first] + section + document[(last + end.Length)..];
    }
}
