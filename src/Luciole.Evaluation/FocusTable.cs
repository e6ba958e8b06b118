using System.Globalization;
using Luciole.Data.Discovery;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Evaluation;

/// <summary>Modality and focus of images, from a CSV file with the columns <c>name,modality,image_z,best_z</c> in any order.</summary>
public sealed class FocusTable
{
    private static readonly string[] s_columns = ["name", "modality", "image_z", "best_z"];
    private readonly Dictionary<string, FocusedPlane> _planes = new(StringComparer.Ordinal);
    private readonly string _path;

    private FocusTable(string path) => _path = path;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException">It is missing, lacks a column, or a row cannot be read.</exception>
    public static FocusTable Read(string path)
    {
        if (!File.Exists(path))
            throw new InputException($"{path}: no such file; --focus-csv takes a table with the columns {string.Join(',', s_columns)}.");
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message.TrimEnd('.')}).", e);
        }

        var head = lines.Length == 0 ? [] : Cells(lines[0]);
        var places = s_columns.Select(column => Array.IndexOf(head, column)).ToArray();
        if (Array.IndexOf(places, -1) is var missing and >= 0)
            throw new InputException($"{path}: has no column {s_columns[missing]} in its first line; the columns {string.Join(',', s_columns)} are needed.");
        var table = new FocusTable(path);
        for (var line = 1; line < lines.Length; line++)
        {
            if (lines[line].Trim().Length > 0)
                table.Add(Cells(lines[line]), places, line + 1);
        }

        return table;
    }

    /// <summary>What the table says of an image, found by its file name or by that without extension.</summary>
    /// <exception cref="InputException">Nothing.</exception>
    public FocusedPlane Of(string name) => _planes.GetValueOrDefault(ImageFolder.Stem(name))
        ?? throw new InputException($"{_path}: has no row for {name}; add one, or leave --focus-csv out.");

    private void Add(string[] cells, int[] places, int line)
    {
        if (cells.Length <= places.Max())
            throw new InputException($"{_path}: line {line} has {cells.Length} cells, at least {places.Max() + 1} were expected.");
        if (!Enum.TryParse<Modality>(cells[places[1]], ignoreCase: true, out var modality) || int.TryParse(cells[places[1]], out _))
            throw new InputException($"{_path}: line {line} has the modality \"{cells[places[1]]}\"; write BF, PC or DIC.");
        var plane = new FocusedPlane(modality, Math.Abs(Number(cells, places, 2, line) - Number(cells, places, 3, line)));
        if (!_planes.TryAdd(ImageFolder.Stem(cells[places[0]]), plane) && _planes[ImageFolder.Stem(cells[places[0]])] != plane)
            throw new InputException($"{_path}: line {line} says of {cells[places[0]]} something else than a line before; keep one of them.");
    }

    private int Number(string[] cells, int[] places, int column, int line) =>
        int.TryParse(cells[places[column]], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs((long)number) < 1_000_000
            ? number
            : throw new InputException($"{_path}: line {line} has \"{cells[places[column]]}\" for {s_columns[column]}; write the number of a plane.");

    // Names of images hold no comma; spreadsheets put quotes around them.
    private static string[] Cells(string line) => [.. line.TrimStart('\uFEFF').Split(',').Select(cell => cell.Trim().Trim('"'))];
}
