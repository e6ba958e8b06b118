using System.Globalization;
using Luciole.Checkpoints;

namespace Luciole.Cli.Terminal;

/// <summary>A checkpoint's contents as text: entries, main settings, tensors.</summary>
internal static class CheckpointTable
{
    public static string Of(CheckpointSummary summary)
    {
        var head = new PlainTable()
            .Row("file", summary.File)
            .Row("size", string.Create(CultureInfo.InvariantCulture, $"{summary.FileLength:N0} bytes"))
            .Row("format", summary.Format.ToString())
            .Row("parameters", string.Create(CultureInfo.InvariantCulture, $"{summary.ParameterCount:N0} in {summary.Tensors.Count} tensors"));
        foreach (var (name, value) in new[] { ("architecture", summary.Architecture), ("epoch", summary.Epoch), ("BiaPy version", summary.BiaPyVersion) })
        {
            if (value is not null)
                head.Row(name, value);
        }

        foreach (var (key, what) in summary.Entries)
            head.Row($"entry {key}", what);
        foreach (var (key, value) in summary.Settings)
            head.Row(key, value.ToString());
        return summary.Tensors.Count == 0 ? head.ToString() : $"{head}{Environment.NewLine}{Environment.NewLine}{Tensors(summary)}";
    }

    private static PlainTable Tensors(CheckpointSummary summary)
    {
        var statistics = summary.Tensors.Any(t => t.Statistics is not null);
        var table = statistics ? new PlainTable("tensor", "type", "shape", "sum", "L2 norm") : new PlainTable("tensor", "type", "shape");
        foreach (var tensor in summary.Tensors)
        {
            string[] cells = [tensor.Name, tensor.DType, $"[{string.Join(", ", tensor.Shape)}]"];
            table.Row(statistics ? [.. cells, $"{tensor.Statistics?.Sum:G8}", $"{tensor.Statistics?.L2:G8}"] : cells);
        }

        return table;
    }
}
