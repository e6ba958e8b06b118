using Luciole.Checkpoints;
using Luciole.Data.Normalization;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows.Tests;

public sealed class CheckpointRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int> Types => [.. Enum.GetValues<NormalizationType>().Select(t => (int)t)];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_record_comes_back_from_the_file(int type)
    {
        var record = new CheckpointRecord("1.2.3", "Nucleus", new TargetStatistics((NormalizationType)type, SampleType.UInt16, 1_234.5, 67.25, 3, 60_001, 65_535));
        Assert.Equal(record, WriteAndRead(record));
    }

    [Fact]
    public void What_is_unknown_stays_unknown()
    {
        var record = new CheckpointRecord("1.2.3", null, null);
        Assert.Equal(record, WriteAndRead(record));
    }

    [Fact]
    public void Checkpoints_of_others_have_none()
    {
        CheckpointWriter.Write(_folder.File("a.pth"), new PickleDict { { "epoch", 1L } });
        using var checkpoint = PyTorchCheckpoint.Open(_folder.File("a.pth"));
        Assert.Null(CheckpointRecord.Of(checkpoint));
        foreach (var file in Directory.GetFiles(Golden.Topic("unetr"), "*.pth"))
        {
            using var biapy = PyTorchCheckpoint.Open(file);
            Assert.Null(CheckpointRecord.Of(biapy));
        }
    }

    [Fact]
    public void Damaged_target_statistics_are_none()
    {
        var root = new PickleDict { { "luciole", new PickleDict { { "version", "1" }, { "targets", new PickleDict { { "normalization", "Nonsense" }, { "mean", 1.0 } } } } } };
        CheckpointWriter.Write(_folder.File("a.pth"), root);
        using var checkpoint = PyTorchCheckpoint.Open(_folder.File("a.pth"));
        Assert.Null(CheckpointRecord.Of(checkpoint)!.Targets);
    }

    private CheckpointRecord? WriteAndRead(CheckpointRecord record)
    {
        var root = new PickleDict();
        root.Add(CheckpointRecord.Key, record.ToEntry());
        CheckpointWriter.Write(_folder.File("a.pth"), root);
        using var checkpoint = PyTorchCheckpoint.Open(_folder.File("a.pth"));
        return CheckpointRecord.Of(checkpoint);
    }
}
