using System.Text.Json;

namespace Luciole.Checkpoints.Tests;

/// <summary>The checkpoints that the reference and PyTorch wrote, good and bad, against what PyTorch reads from them.</summary>
public sealed class GoldenCheckpointTests
{
    [Fact]
    public void Good_files_give_the_tensors_that_PyTorch_reads()
    {
        var count = 0;
        foreach (var theCase in Golden.Cases("pth").Where(c => Expect(c) == "ok"))
        {
            count++;
            using var checkpoint = PyTorchCheckpoint.Open(FileOf(theCase));
            Assert.True(PyTorchCheckpoint.LooksLike(FileOf(theCase)));
            var stateDict = checkpoint.StateDict;
            if (theCase.TryGetProperty("n_tensors", out var expectedCount))
                Assert.Equal(expectedCount.GetInt32(), stateDict.Count);
            CompareTensors("pth", theCase.GetProperty("tensors").GetString()!, stateDict);
            CompareSettings(theCase, checkpoint);
        }

        Assert.True(count > 0, "the manifest lists no good file");
    }

    [Fact]
    public void Values_strides_and_offsets_are_exact()
    {
        foreach (var theCase in Golden.Cases("pth").Where(c => c.TryGetProperty("values", out _)))
        {
            using var checkpoint = PyTorchCheckpoint.Open(FileOf(theCase));
            foreach (var expected in theCase.GetProperty("values").EnumerateObject())
            {
                var tensor = checkpoint.StateDict[expected.Name];
                Assert.NotNull(tensor);
                if (expected.Value.ValueKind == JsonValueKind.String)
                {
                    var array = Golden.Array("pth", expected.Value.GetString()!);
                    Assert.Equal(array.Shape, tensor.Shape);
                    Assert.Equal(array.ToDoubles(), tensor.ToDoubles());
                    var bytes = new byte[tensor.ByteCount];
                    tensor.CopyTo(bytes);
                    Assert.Equal(array.Data, bytes);
                }
                else
                {
                    Assert.Equal(Flatten(expected.Value), tensor.ToDoubles());
                }

                CompareNumbers(theCase, "strides", expected.Name, tensor.Strides);
                if (theCase.TryGetProperty("offsets", out var offsets))
                    Assert.Equal(offsets.GetProperty(expected.Name).GetInt64(), tensor.StorageOffset);
            }
        }
    }

    [Fact]
    public void Bad_files_give_one_sentence_that_names_the_file()
    {
        foreach (var theCase in Golden.Cases("pth").Where(c => Expect(c) == "error"))
        {
            var path = FileOf(theCase);
            OneSentence(path, Assert.Throws<InputException>(() => PyTorchCheckpoint.Open(path).Dispose()));
        }
    }

    [Fact]
    public void Doubtful_files_are_refused_by_name_or_read_rightly()
    {
        foreach (var theCase in Golden.Cases("pth").Where(c => Expect(c) == "ok_or_error"))
        {
            try
            {
                using var checkpoint = PyTorchCheckpoint.Open(FileOf(theCase));
                CompareTensors("pth", theCase.GetProperty("tensors").GetString()!, checkpoint.StateDict);
            }
            catch (InputException error)
            {
                OneSentence(FileOf(theCase), error);
                Assert.Contains("\"", error.Message);
            }
        }
    }

    [Theory]
    [InlineData("unetr")]
    [InlineData("mae")]
    public void Network_checkpoints_are_read(string topic)
    {
        foreach (var theCase in Golden.Cases(topic))
        {
            if (!theCase.TryGetProperty("checkpoint", out var name) || !theCase.TryGetProperty("tensors", out var tensors) || tensors.ValueKind != JsonValueKind.String)
                continue;
            using var checkpoint = PyTorchCheckpoint.Open(Path.Combine(Golden.Topic(topic), name.GetString()!));
            CompareTensors(topic, tensors.GetString()!, checkpoint.StateDict);
            Assert.NotNull(checkpoint.Epoch);
            Assert.NotNull(checkpoint.Configuration?.Find("MODEL.ARCHITECTURE")?.AsString);
        }
    }

    [Fact]
    public void Optimiser_state_is_readable()
    {
        var files = Directory.GetFiles(Golden.Topic("adamw"), "*.pth");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var checkpoint = PyTorchCheckpoint.Open(file);
            if (checkpoint.Optimizer is not PickleDict { Count: > 0 } optimizer)
                continue;
            var groups = optimizer["param_groups"]!.AsItems!;
            Assert.NotEmpty(groups);
            Assert.All(groups, g => Assert.NotNull(((PickleDict)g)["lr"]!.AsDouble));
            foreach (var (_, state) in (PickleDict)optimizer["state"]!)
            {
                var average = Assert.IsType<CheckpointTensor>(((PickleDict)state)["exp_avg"]);
                Assert.Equal(average.ElementCount, average.ToFloats().LongLength);
            }
        }
    }

    private static string Expect(JsonElement theCase) => theCase.TryGetProperty("expect", out var expect) ? expect.GetString()! : "ok";

    private static string FileOf(JsonElement theCase) => Path.Combine(Golden.Topic("pth"), theCase.GetProperty("file").GetString()!);

    private static void OneSentence(string path, InputException error)
    {
        Assert.StartsWith(path, error.Message);
        Assert.EndsWith(".", error.Message);
        Assert.DoesNotContain("\n", error.Message);
    }

    private static void CompareTensors(string topic, string file, StateDict stateDict)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Golden.Topic(topic), file)));
        var expected = document.RootElement.EnumerateObject().ToList();
        Assert.Equal(expected.Select(e => e.Name), stateDict.Names);
        foreach (var entry in expected)
        {
            var tensor = stateDict[entry.Name]!;
            if (entry.Value.TryGetProperty("dtype", out var dtype))
                Assert.Equal(dtype.GetString(), tensor.DType.TorchName());
            Assert.Equal(entry.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()), tensor.Shape);
            var statistics = tensor.Statistics();
            var l2 = entry.Value.GetProperty("l2").GetDouble();
            Near(entry.Value.GetProperty("sum").GetDouble(), statistics.Sum, 1e-6 * Math.Max(l2, 1e-3), entry.Name);
            Near(l2, statistics.L2, 1e-6 * Math.Max(l2, 1e-3), entry.Name);
        }
    }

    private static void CompareSettings(JsonElement theCase, PyTorchCheckpoint checkpoint)
    {
        if (theCase.TryGetProperty("epoch", out var epoch))
            Assert.Equal(epoch.ToString(), checkpoint.Epoch);
        if (theCase.TryGetProperty("biapy_version", out var version))
            Assert.Equal(version.GetString(), checkpoint.BiaPyVersion);
        if (theCase.TryGetProperty("cfg_values", out var values))
        {
            Assert.Equal(PickleDict.CfgNode, checkpoint.Configuration!.ClassName);
            foreach (var value in values.EnumerateObject())
                CompareValue(value.Value, checkpoint.Configuration.Find(value.Name), value.Name);
        }

        if (theCase.TryGetProperty("model_build_kwargs", out var arguments))
        {
            Assert.Equal(arguments.EnumerateObject().Count(), checkpoint.ModelBuildArguments!.Count);
            foreach (var argument in arguments.EnumerateObject())
                CompareValue(argument.Value, checkpoint.ModelBuildArguments[argument.Name], argument.Name);
        }
    }

    private static void CompareValue(JsonElement expected, PickleValue? value, string name)
    {
        Assert.True(value is not null, $"{name} is missing");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Array:
                var items = expected.EnumerateArray().ToList();
                Assert.Equal(items.Count, value.AsItems!.Count);
                for (var i = 0; i < items.Count; i++)
                    CompareValue(items[i], value.AsItems[i], $"{name}[{i}]");
                break;
            case JsonValueKind.Number:
                Assert.Equal(expected.GetDouble(), value.AsDouble);
                break;
            case JsonValueKind.String:
                Assert.Equal(expected.GetString(), value.AsString);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Assert.Equal(expected.GetBoolean(), value.AsBool);
                break;
            case JsonValueKind.Null:
                Assert.IsType<PickleNone>(value);
                break;
        }
    }

    private static void CompareNumbers(JsonElement theCase, string property, string name, long[] actual)
    {
        if (theCase.TryGetProperty(property, out var all))
            Assert.Equal(all.GetProperty(name).EnumerateArray().Select(v => v.GetInt64()), actual);
    }

    private static void Near(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: {actual:R}, expected {expected:R}");

    private static IEnumerable<double> Flatten(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.GetDouble()];
}
