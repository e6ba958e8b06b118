using System.Text;
using System.Text.Json;
using Luciole.Data.Discovery;
using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Checking;

/// <summary>
/// A file of the images that were checked, with what was measured, so that a second start does not read a large set again. One JSON value a
/// line: first what it is, how it was measured and the SHA-256 of the rest; then one list for each image. A file that is damaged,
/// or measured otherwise, counts as empty; so does an image whose length or time of last change is another now.
/// </summary>
public sealed class CheckRecord
{
    private const string Kind = "Luciole checked images 1";

    private readonly string? _file;
    private readonly string _measured;
    private readonly Dictionary<string, (FileStamp Stamp, CheckedImage Image)> _images = new(StringComparer.Ordinal);

    private CheckRecord(string? file, string measured) => (_file, _measured) = (file, measured);

    /// <summary>A record that is kept nowhere.</summary>
    public static CheckRecord None => new(null, "");

    /// <summary>Reads a record, or begins one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="measured">How its images are measured: <see cref="CheckSettings.Description"/>.</param>
    public static CheckRecord Open(string file, string measured)
    {
        var record = new CheckRecord(file, measured);
        try
        {
            record.Read(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            // No file, or a damaged one: the images are simply read again.
            record._images.Clear();
        }

        return record;
    }

    /// <summary>What is known of an image that did not change since, else null.</summary>
    public CheckedImage? Find(string path) =>
        _images.TryGetValue(Path.GetFullPath(path), out var known) && known.Stamp.Length >= 0 && known.Stamp == FileStamp.Of(path) ? known.Image : null;

    /// <summary>Adds an image.</summary>
    public void Add(string path, FileStamp stamp, CheckedImage image) => _images[Path.GetFullPath(path)] = (stamp, image);

    /// <summary>Writes the file.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Save()
    {
        if (_file is null)
            return;
        var lines = new StringBuilder();
        foreach (var (path, (stamp, image)) in _images)
            lines.Append(Line(path, stamp, image)).Append('\n');
        var body = lines.ToString();
        AtomicFile.WriteAllText(_file, JsonSerializer.Serialize(new[] { Kind, _measured, ContentHash.OfText(body) }) + "\n" + body);
    }

    /// <summary>Writes the file if that is possible: while something else is about to be told, or there will be another time.</summary>
    public void TrySave()
    {
        try
        {
            Save();
        }
        catch (InputException)
        {
            // Only time is lost without the record.
        }
    }

    private void Read(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        using var head = JsonDocument.Parse(text[..Math.Max(0, end)]);
        var body = text[(end + 1)..];
        if (head.RootElement[0].GetString() != Kind || head.RootElement[1].GetString() != _measured || head.RootElement[2].GetString() != ContentHash.OfText(body))
            return;
        foreach (var line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            var v = json.RootElement;
            var size = new ImageSize(v[3].GetInt32(), v[4].GetInt32(), v[5].GetInt32());
            var statistics = new ImageStatistics(
                Enum.Parse<SampleType>(v[6].GetString()!), v[7].GetInt64(), v[8].GetDouble(), v[9].GetDouble(), v[10].GetDouble(), v[11].GetDouble(), Bound(v[12]), Bound(v[13]));
            _images[v[0].GetString()!] = (new FileStamp(v[1].GetInt64(), v[2].GetInt64()), new CheckedImage(size, statistics));
        }
    }

    private static double? Bound(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    private static string Line(string path, FileStamp stamp, CheckedImage image)
    {
        var (size, s) = image;
        return JsonSerializer.Serialize(new object?[]
        {
            path, stamp.Length, stamp.Ticks, size.Height, size.Width, size.Channels,
            s.SampleType.ToString(), s.Count, s.Minimum, s.Maximum, s.Mean, s.StandardDeviation, s.ClipLower, s.ClipUpper,
        });
    }
}
