using System.CommandLine;
using Luciole.Checkpoints;
using Luciole.Cli.Terminal;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole inspect FILE</c>: what a TIFF or a checkpoint holds.</summary>
internal static class InspectCommand
{
    private const long LargestDecoded = 512L << 20;
    private const long BandBytes = 4 << 20;

    public static Command Create(TerminalOutput output)
    {
        var file = new Argument<string>("FILE") { Description = "A TIFF image or a PyTorch checkpoint (.pth)." };
        var npy = new Option<string?>("--npy") { Description = "Write the decoded pixels, or the tensor named by --tensor, as a NumPy file.", HelpName = "OUT" };
        var tensor = new Option<string?>("--tensor") { Description = "The tensor of a checkpoint that --npy writes.", HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "Print the table as JSON." };
        var statistics = new Option<bool>("--statistics") { Description = "Read all tensors of a checkpoint and tell their sums and norms." };
        var command = new Command("inspect", "Show what a TIFF image or a checkpoint holds, without changing or executing anything in it.") { file, npy, tensor, json, statistics };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var (out_, name) = (parsed.GetValue(npy), parsed.GetValue(tensor));
            if (name is not null && out_ is null)
                throw new InputException("--tensor NAME says which tensor --npy OUT writes; give --npy OUT too.");
            if (out_ is not null && RealPath.Of(out_) == RealPath.Of(path))
                throw new InputException($"--npy {out_}: is the file to inspect itself; choose another name.");
            if (IsTiff(path))
                Tiff(path, out_, name, parsed.GetValue(json), output);
            else
                Checkpoint(path, out_, name, parsed.GetValue(json), parsed.GetValue(statistics), output);
            return CommandLine.Success;
        });
        return command;
    }

    private static void Tiff(string path, string? npy, string? tensor, bool json, TerminalOutput output)
    {
        if (tensor is not null)
            throw new InputException($"{path}: is an image and has no tensor '{tensor}'; leave --tensor out.");
        var summary = TiffSummary.Read(path);
        output.Line(json ? summary.ToJson() : Table(summary.Rows()));
        if (summary.Unreadable is { } reason)
            throw new InputException(reason);
        using var series = TiffSeries.Open(path);
        if (npy is not null)
            series.WriteNumpy(npy);
        else
            Decode(series);
    }

    // Damage in compressed pixels shows only when they are decoded; what would take long is left to who uses the image.
    private static void Decode(TiffSeries series)
    {
        var rowBytes = (long)series.Width * series.Samples * Samples.Size(series.SampleType);
        if (rowBytes * series.Height * series.PlaneCount > LargestDecoded)
            return;
        var rows = (int)Math.Clamp(BandBytes / rowBytes, 1, series.Height);
        var band = new byte[rows * rowBytes];
        for (var plane = 0L; plane < series.PlaneCount; plane++)
        {
            for (var row = 0; row < series.Height; row += rows)
            {
                var count = Math.Min(rows, series.Height - row);
                series.ReadRows(plane, row, count, band.AsSpan(0, (int)(count * rowBytes)));
            }
        }
    }

    private static void Checkpoint(string path, string? npy, string? tensor, bool json, bool statistics, TerminalOutput output)
    {
        using var checkpoint = PyTorchCheckpoint.Open(path);
        if (npy is not null)
            TensorOf(checkpoint, tensor).WriteNumpy(npy);
        var summary = CheckpointSummary.Of(checkpoint, statistics);
        output.Line(json ? summary.ToJson() : CheckpointTable.Of(summary));
    }

    private static CheckpointTensor TensorOf(PyTorchCheckpoint checkpoint, string? name)
    {
        if (name is null)
            throw new InputException($"{checkpoint.Path}: holds {checkpoint.StateDict.Count} tensors; say which one to write by --tensor NAME.");
        return checkpoint.StateDict.Where(t => t.Key == name).Select(t => t.Value).FirstOrDefault()
            ?? throw new InputException($"{checkpoint.Path}: has no tensor '{name}'; the first ones are {string.Join(", ", checkpoint.StateDict.Take(3).Select(t => t.Key))}.");
    }

    private static bool IsTiff(string path)
    {
        if (path.Length == 0)
            throw new InputException("The name of the file to inspect is empty; give a TIFF image or a checkpoint.");
        if (Directory.Exists(path))
            throw new InputException($"{path}: is a folder; give a TIFF image or a checkpoint.");
        try
        {
            using var stream = File.OpenRead(path);
            Span<byte> head = stackalloc byte[2];
            var read = stream.ReadAtLeast(head, 2, throwOnEndOfStream: false);
            return (read == 2 && head[0] == head[1] && head[0] is (byte)'I' or (byte)'M') || LooksLikeImageName(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({(e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message.TrimEnd('.'))}); give a TIFF image or a checkpoint.", e);
        }
    }

    // A damaged image should be called one by its own reader.
    private static bool LooksLikeImageName(string path) =>
        path.EndsWith(".tif", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tiff", StringComparison.OrdinalIgnoreCase);

    private static string Table(IEnumerable<(string Name, string Value)> rows)
    {
        var table = new PlainTable();
        foreach (var (name, value) in rows)
            table.Row(name, value);
        return table.ToString();
    }
}
