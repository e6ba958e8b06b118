using System.Text.Json;

namespace Luciole.Checkpoints.Tests;

public sealed class CheckpointSummaryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_summary_tells_what_the_file_holds()
    {
        CheckpointWriter.Write(_folder.File("a.pth"), new PickleDict
        {
            { "model", new PickleDict { { "w", CheckpointTensor.FromFloats([3, -4], 2, 1) }, { "n", CheckpointTensor.FromFloats([float.NaN], 1) } } },
            { "epoch", 12 },
            { "cfg", new PickleDict { { "MODEL", new PickleDict { { "ARCHITECTURE", "unetr" }, { "VIT_MLP_RATIO", 4.0 } } }, { "DATA", new PickleDict { { "PATCH_SIZE", new PickleTuple(16, 16, 1) } } } } },
        });
        using var checkpoint = PyTorchCheckpoint.Open(_folder.File("a.pth"));
        var summary = CheckpointSummary.Of(checkpoint, withStatistics: true);
        Assert.Equal(("unetr", "12", 3), (summary.Architecture, summary.Epoch, summary.ParameterCount));
        Assert.Contains(KeyValuePair.Create("model", "dict of 2, 2 tensors"), summary.Entries);

        using var json = JsonDocument.Parse(summary.ToJson());
        var root = json.RootElement;
        Assert.Equal("zip", root.GetProperty("format").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("biapy_version").ValueKind);
        Assert.Equal([16, 16, 1], root.GetProperty("settings").GetProperty("DATA.PATCH_SIZE").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal(4.0, root.GetProperty("settings").GetProperty("MODEL.VIT_MLP_RATIO").GetDouble());
        var tensor = root.GetProperty("tensors")[0];
        Assert.Equal(("w", "float32", -1.0, 5.0), (tensor.GetProperty("name").GetString(), tensor.GetProperty("dtype").GetString(), tensor.GetProperty("sum").GetDouble(), tensor.GetProperty("l2").GetDouble()));
        Assert.Equal([2, 1], tensor.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal("nan", root.GetProperty("tensors")[1].GetProperty("sum").GetString());
        Assert.False(JsonDocument.Parse(CheckpointSummary.Of(checkpoint).ToJson()).RootElement.GetProperty("tensors")[0].TryGetProperty("sum", out _));
    }

    [Fact]
    public void A_file_without_a_model_is_summarised_but_gives_no_state_dict()
    {
        CheckpointWriter.Write(_folder.File("a.pth"), new PickleDict { { "epoch", 1 }, { "words", new PickleList(["x"]) } });
        using var checkpoint = PyTorchCheckpoint.Open(_folder.File("a.pth"));
        Assert.False(checkpoint.HasModel);
        Assert.Empty(CheckpointSummary.Of(checkpoint).Tensors);
        var error = Assert.Throws<InputException>(() => checkpoint.StateDict);
        Assert.Contains("epoch, words", error.Message);
    }

    [Fact]
    public void Lists_that_hold_themselves_over_and_over_stay_small()
    {
        PickleValue value = 1;
        for (var i = 0; i < 40; i++)
            value = new PickleList(Enumerable.Repeat(value, 60));
        CheckpointWriter.Write(_folder.File("a.pth"), new PickleDict { { "cfg", new PickleDict { { "DATA", new PickleDict { { "PATCH_SIZE", value } } } } }, { "value", value } });
        using var checkpoint = PyTorchCheckpoint.Open(_folder.File("a.pth"));
        Assert.InRange(CheckpointSummary.Of(checkpoint).ToJson(indented: false).Length, 100, 5_000_000);
    }
}
