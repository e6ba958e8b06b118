using System.Text.Json;
using Luciole.Cli.Terminal;
using Luciole.Files;

namespace Luciole.Cli.Tests;

/// <summary><c>inspect</c> on every good golden file, in this process.</summary>
public sealed class GoldenInspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_are_described_as_the_manifest_says_and_decoded_exactly()
    {
        var cases = Golden.Cases("tiff").Where(c => Expect(c) == "ok").ToList();
        Assert.NotEmpty(cases);
        foreach (var item in cases)
        {
            var pixels = _folder.File("pixels.npy");
            var found = Inspect(FileOf("tiff", item), "--npy", pixels);
            foreach (var key in new[] { "dtype", "shape", "byte_order", "bigtiff", "compression", "predictor", "tiled", "tile", "physical_size", "channel_names" })
                SameJson(item.GetProperty(key), found.GetProperty(key), $"{item.GetProperty("case")}: {key}");
            var expected = Golden.Array("tiff", item.GetProperty("expected").GetString()!);
            var decoded = NumpyFile.Read(pixels);
            Assert.Equal(expected.DType, decoded.DType);
            Assert.Equal(expected.Shape.Where(s => s > 1), decoded.Shape.Where(s => s > 1));
            Assert.True(expected.Data.AsSpan().SequenceEqual(decoded.Data), $"{item.GetProperty("case")}: pixels differ");
        }
    }

    [Fact]
    public void Checkpoints_are_described_with_their_sums()
    {
        var cases = Golden.Cases("pth").Where(c => Expect(c) == "ok").ToList();
        Assert.NotEmpty(cases);
        foreach (var item in cases)
        {
            var found = Inspect(FileOf("pth", item), "--statistics").GetProperty("tensors").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!);
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Golden.Topic("pth"), item.GetProperty("tensors").GetString()!)));
            var expected = document.RootElement.EnumerateObject().ToList();
            Assert.Equal(item.GetProperty("n_tensors").GetInt32(), found.Count);
            foreach (var tensor in expected)
            {
                var (what, actual) = ($"{item.GetProperty("case")}: {tensor.Name}", found[tensor.Name]);
                SameJson(tensor.Value.GetProperty("shape"), actual.GetProperty("shape"), what);
                var l2 = tensor.Value.GetProperty("l2").GetDouble();
                Assert.Equal(l2, actual.GetProperty("l2").GetDouble(), 1e-6 * Math.Max(l2, 1e-3));
                Assert.Equal(tensor.Value.GetProperty("sum").GetDouble(), actual.GetProperty("sum").GetDouble(), 1e-6 * Math.Max(l2, 1e-3));
            }
        }
    }

    [Fact]
    public void Tensors_are_written_exactly()
    {
        var cases = Golden.Cases("pth").Where(c => Expect(c) == "ok" && c.TryGetProperty("values", out _)).ToList();
        Assert.NotEmpty(cases);
        foreach (var item in cases)
        {
            foreach (var value in item.GetProperty("values").EnumerateObject().Where(v => v.Value.ValueKind == JsonValueKind.String))
            {
                Inspect(FileOf("pth", item), "--tensor", value.Name, "--npy", _folder.File("tensor.npy"));
                var (expected, written) = (Golden.Array("pth", value.Value.GetString()!), NumpyFile.Read(_folder.File("tensor.npy")));
                Assert.Equal(expected.DType, written.DType);
                Assert.Equal(expected.Shape, written.Shape);
                Assert.Equal(expected.Data, written.Data);
            }
        }
    }

    private static JsonElement Inspect(string path, params string[] more)
    {
        var (results, messages) = (new StringWriter(), new StringWriter());
        var code = CommandLine.Run(["inspect", path, "--json", .. more], new TerminalOutput(results, messages));
        Assert.True(code == CommandLine.Success, $"{path}: {messages}");
        Assert.Equal("", messages.ToString());
        using var document = JsonDocument.Parse(results.ToString());
        return document.RootElement.Clone();
    }

    private static void SameJson(JsonElement expected, JsonElement actual, string what)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{what}: {actual}, expected {expected}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Array:
                Assert.True(expected.GetArrayLength() == actual.GetArrayLength(), $"{what}: {actual}, expected {expected}");
                for (var i = 0; i < expected.GetArrayLength(); i++)
                    SameJson(expected[i], actual[i], what);
                break;
            case JsonValueKind.Number:
                Assert.True(expected.GetDouble() == actual.GetDouble(), $"{what}: {actual}, expected {expected}");
                break;
            default:
                Assert.True(expected.ToString() == actual.ToString(), $"{what}: {actual}, expected {expected}");
                break;
        }
    }

    private static string Expect(JsonElement item) => item.TryGetProperty("expect", out var expect) ? expect.GetString()! : "ok";

    private static string FileOf(string topic, JsonElement item) => Path.Combine(Golden.Topic(topic), item.GetProperty("file").GetString()!);
}
