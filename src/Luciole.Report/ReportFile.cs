using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Luciole.Files;

namespace Luciole.Report;

/// <summary>
/// Writes one HTML file that opens without a network. Pictures are written as they come, in any order and from any thread, so that only
/// one is in memory; rows and program follow at the end. The file appears at <see cref="Finish"/>.
/// </summary>
public sealed class ReportFile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly AtomicFile _file;
    private int _pictures;

    /// <summary>Starts the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="title">What it shows, in a line.</param>
    /// <exception cref="InputException">It cannot be created.</exception>
    public ReportFile(string path, string title)
    {
        _file = new AtomicFile(path);
        Write($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width">
            <title>{HtmlEncoder.Default.Encode(title)}</title>
            <style>
            {Part("report.css")}</style></head><body>
            <h1>{HtmlEncoder.Default.Encode(title)}</h1>
            {Part("report.html")}
            """);
    }

    /// <summary>Bytes written so far.</summary>
    public long Length
    {
        get
        {
            lock (_lock)
                return _file.Stream.Position;
        }
    }

    /// <summary>Adds a JPEG picture and gives its number.</summary>
    public int AddPicture(ReadOnlySpan<byte> jpeg)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(jpeg.Length)];
        Base64.EncodeToUtf8(jpeg, text, out _, out var length);
        lock (_lock)
        {
            var number = _pictures++;
            // Not a script of any kind that browsers run: they keep it as text until somebody asks for it.
            Write($"<script type=\"text/plain\" id=\"p{number}\">");
            _file.Stream.Write(text.AsSpan(0, length));
            Write("</script>\n");
            return number;
        }
    }

    /// <summary>Ends the file and gives it its name.</summary>
    /// <exception cref="InputException">The disk is full.</exception>
    public void Finish(IReadOnlyList<ReportRow> rows, IReadOnlyList<string> figures)
    {
        lock (_lock)
        {
            Write("<script type=\"application/json\" id=\"rows\">");
            using (var json = new Utf8JsonWriter(_file.Stream))
                WriteRows(json, rows, figures);
            Write($"</script>\n<script>\n{Part("report.js")}</script>\n</body></html>\n");
            _file.Commit();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void WriteRows(Utf8JsonWriter json, IReadOnlyList<ReportRow> rows, IReadOnlyList<string> figures)
    {
        json.WriteStartObject();
        json.WriteStartArray("figures");
        foreach (var figure in figures)
            json.WriteStringValue(figure);
        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("image", row.Image);
            json.WriteString("organelle", row.Organelle);
            if (row.Modality is { } modality)
                json.WriteString("modality", modality);
            Number(json, "deviation", row.FocusDeviation);
            if (row.Flags.Count > 0)
                json.WriteString("flags", string.Join(", ", row.Flags));
            foreach (var (name, value) in row.Figures.Where(f => double.IsFinite(f.Value)))
                json.WriteNumber(name, value);
            Number(json, "input", row.Input);
            Number(json, "truth", row.Truth);
            Number(json, "prediction", row.Prediction);
            Number(json, "difference", row.Difference);
            Number(json, "confidence", row.Confidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    private static string Part(string name)
    {
        using var stream = typeof(ReportFile).Assembly.GetManifestResourceStream($"report/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void Write(string text) => _file.Stream.Write(Encoding.UTF8.GetBytes(text));
}
