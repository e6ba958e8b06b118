using System.Formats.Tar;
using System.IO.Compression;

namespace Luciole.EndToEnd.Tests;

/// <summary>Every command of docs/tutorial.md works, one after the other, on tiny studies with the recipes' networks made tiny.</summary>
public sealed class TutorialTests : IDisposable
{
    private static readonly string[] s_organelles = ["Nucleus", "Mitochondria", "Actin", "Tubulin"];

    // What every run is given besides what the tutorial says: sizes, and two epochs.
    private static readonly string[] s_tiny =
    [
        .. TinyNetwork.Shrink, "--set", "TRAIN.EPOCHS=2", "--set", "TRAIN.LR_SCHEDULER.WARMUP_COSINE_DECAY_EPOCHS=1", "--set", "MODEL.MAE_DEC_HIDDEN_SIZE=16",
        "--set", "MODEL.MAE_DEC_NUM_LAYERS=1", "--set", "MODEL.MAE_DEC_NUM_HEADS=2", "--set", "MODEL.MAE_DEC_MLP_DIMS=32", .. TinyNetwork.ShrinkDecoder,
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_works_in_the_order_of_the_text()
    {
        WriteStudies();
        Directory.CreateSymbolicLink(_folder.File("recipes"), Path.Combine(Golden.RepositoryRoot, "recipes"));
        File.WriteAllText(_folder.File("their-model.yaml"), TinyNetwork.Unetr());
        TinyNetwork.WriteCheckpoint(_folder.File("their-model.pth"));

        var commands = Commands(File.ReadAllLines(Path.Combine(Golden.RepositoryRoot, "docs", "tutorial.md")));
        Assert.Equal(["evaluate", "export", "inspect", "pack", "predict", "prepare", "run"], commands.Select(c => c[0]).Distinct().Order(StringComparer.Ordinal));
        foreach (var command in commands)
        {
            LucioleProcess.SucceedIn(_folder.FullName, command[0] == "run" ? [.. command, .. s_tiny] : command);
            if (command.Contains("pretraining") && !Directory.Exists(_folder.File("elsewhere")))
                File.Copy(Checkpoint("pretraining"), Path.Combine(Directory.CreateDirectory(_folder.File("elsewhere")).FullName, "pretraining_1-checkpoint-best.pth"));
        }

        AssertFilesThatAreNamed();
    }

    private void AssertFilesThatAreNamed()
    {
        foreach (var organelle in s_organelles.Select(o => o.ToLowerInvariant()))
        {
            foreach (var side in new[] { "train/x", "train/y", "val/x", "val/y" })
                Assert.NotEmpty(Directory.GetDirectories(_folder.File("prepared", organelle, side)));
        }

        Assert.True(File.Exists(_folder.File("prepared", "prepared.csv")));
        var job = _folder.File("results", "pretraining");
        foreach (var file in new[] { "config_files/pretraining.yaml", "config_files/pretraining.resolved.yaml", "checkpoints/pretraining_1-checkpoint-last.pth", "results/pretraining_1/training_log.csv" })
            Assert.True(File.Exists(Path.Combine(job, file)), file);
        foreach (var folder in new[] { "train_logs", "results/pretraining_1/charts", "results/pretraining_1/tensorboard", "results/pretraining_1/aug", "results/pretraining_1/MAE_checks" })
            Assert.NotEmpty(Directory.GetFileSystemEntries(Path.Combine(job, folder)));
        foreach (var part in new[] { "per_image", "panels" })
            Assert.NotEmpty(Directory.GetFiles(_folder.File("results", "nucleus", "results", "nucleus_1", part)));
        Assert.True(File.Exists(_folder.File("results", "nucleus", "results", "nucleus_1", "test_metrics.csv")));
        foreach (var report in new[] { "results/nucleus/results/nucleus_1", "evaluated", "predicted" })
            Assert.True(File.Exists(_folder.File(report, "report.html")), report);
        Assert.NotEmpty(Directory.GetFiles(_folder.File("predicted")));
        Assert.True(File.Exists(_folder.File("nucleus-biapy.pth")));
    }

    private string Checkpoint(string job) => _folder.File("results", job, "checkpoints", $"{job}_1-checkpoint-best.pth");

    // The lines in fences that call luciole, a line that ends in a backslash with the next.
    private static List<string[]> Commands(string[] lines)
    {
        var commands = new List<string[]>();
        var (fenced, text) = (false, "");
        foreach (var line in lines.Select(l => l.Trim()))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                fenced = !fenced;
            if (!fenced || (text.Length == 0 && !line.StartsWith("./luciole ", StringComparison.Ordinal)))
                continue;
            text += line.TrimEnd('\\');
            if (line.EndsWith('\\'))
                continue;
            commands.Add([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)]);
            text = "";
        }

        return commands;
    }

    private void WriteStudies()
    {
        var field = 0;
        foreach (var study in new[] { "Study_1", "Study_2" })
        {
            for (var n = 0; n < 4; n++)
            {
                field++;
                for (var z = 0; z < 2; z++)
                    TinyImages.WriteRaw(_folder.File("studies", study, $"image_{field}_BF_z{z}.ome.tiff"), field, 48, 48);
                foreach (var organelle in s_organelles)
                    TinyImages.WriteTarget(_folder.File("studies", study, $"image_{field}_{organelle}.ome.tiff"), field, 48, 48);
            }

            using var file = File.Create(_folder.File($"{study}.tar.gz"));
            using var zip = new GZipStream(file, CompressionLevel.Fastest);
            TarFile.CreateFromDirectory(_folder.File("studies", study), zip, includeBaseDirectory: true);
        }

        TinyImages.WriteRaw(_folder.File("plate7", "well_a1.ome.tiff"), 99, 48, 40);
    }
}
