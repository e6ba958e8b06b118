using System.Globalization;
using System.Runtime.InteropServices;
using Luciole.Checkpoints;

namespace Luciole.EndToEnd.Tests.Ranks;

/// <summary>A tiny training whose images do not divide among ranks: 7 of them in batches of 3, so that a last batch has fewer than there are ranks.</summary>
internal sealed class RankedTraining
{
    private readonly TemporaryFolder _folder;
    private readonly string _yaml;

    public RankedTraining(TemporaryFolder folder)
    {
        _folder = folder;
        _yaml = folder.File("tiny.yaml");
        TinyImages.WriteSets(folder.File("train"), 1, 7, planes: 1);
        TinyImages.WriteSets(folder.File("val"), 11, 3, planes: 1);
        var text = TinyNetwork.Training(folder.FullName, epochs: 1).Replace("BATCH_SIZE: 4", "BATCH_SIZE: 3", StringComparison.Ordinal);
        File.WriteAllText(_yaml, text.Replace("OPTIMIZER: ADAMW", "OPTIMIZER: SGD", StringComparison.Ordinal).Replace("TEST:\n  ENABLE: True", "TEST:\n  ENABLE: False", StringComparison.Ordinal));
    }

    public string Last(string job) => _folder.File("results", job, "checkpoints", $"{job}_1-checkpoint-last.pth");

    public string[] Command(string job, int epochs, params string[] more) =>
        ["run", "--config", _yaml, "--result_dir", _folder.File("results"), "--name", job, "--set", $"TRAIN.EPOCHS={epochs}", .. more];

    /// <summary>Training and validation loss of each epoch that is over.</summary>
    public List<(double Training, double Validation)> Losses(string job)
    {
        var lines = File.ReadAllLines(_folder.File("results", job, "results", $"{job}_1", "training_log.csv")).Select(l => l.Split(',')).ToList();
        var (training, validation) = (Array.FindIndex(lines[0], IsOne("train_loss")), Array.FindIndex(lines[0], IsOne("val_loss")));
        Assert.True(training >= 0 && validation >= 0, string.Join(',', lines[0]));
        return [.. lines.Skip(1).Select(l => (double.Parse(l[training], CultureInfo.InvariantCulture), double.Parse(l[validation], CultureInfo.InvariantCulture)))];

        static Predicate<string> IsOne(string name) => column => column.Contains(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Asserts that two jobs came to the same losses and weights.</summary>
    public void AssertSame(string expectedJob, string actualJob)
    {
        var (expected, actual) = (Losses(expectedJob), Losses(actualJob));
        Assert.Equal(expected.Count, actual.Count);
        foreach (var ((training, validation), other) in expected.Zip(actual))
        {
            Assert.Equal(training, other.Training, 1e-4 * training);
            Assert.Equal(validation, other.Validation, 1e-4 * validation);
        }

        using var whole = PyTorchCheckpoint.Open(Last(expectedJob));
        using var parts = PyTorchCheckpoint.Open(Last(actualJob));
        Assert.Equal(whole.StateDict.Select(t => t.Key), parts.StateDict.Select(t => t.Key));
        foreach (var (name, tensor) in whole.StateDict)
        {
            foreach (var (a, b) in Values(tensor).Zip(Values(parts.Tensor(name))))
                Assert.True(Math.Abs(a - b) <= 1e-4 * Math.Max(1, Math.Abs(a)), $"{name}: {a} and {b}");
        }
    }

    private static float[] Values(CheckpointTensor tensor)
    {
        var bytes = new byte[tensor.ByteCount];
        tensor.CopyTo(bytes);
        return bytes.Length % sizeof(float) == 0 ? MemoryMarshal.Cast<byte, float>(bytes).ToArray() : [];
    }
}
