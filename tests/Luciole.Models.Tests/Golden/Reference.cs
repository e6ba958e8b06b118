using System.Text.Json;
using Luciole.Checkpoints;
using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.StateDicts;

namespace Luciole.Models.Tests;

/// <summary>Models, arrays and comparisons as the golden manifests describe them.</summary>
internal static class Reference
{
    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    public static double Number(this JsonElement element, string property) => element.GetProperty(property).GetDouble();

    public static double Number(this JsonElement element, string property, double otherwise) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;

    public static bool Has(this JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null;

    public static JsonElement Json(string topic, string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Testing.Golden.Topic(topic), file)));
        return document.RootElement.Clone();
    }

    public static Tensor Tensor(string topic, string file)
    {
        var array = Testing.Golden.Array(topic, file);
        return array.DType == "<i8" ? Torch.Tensor.From(array.As<long>(), array.Shape) : Torch.Tensor.From<float>(array.ToFloats(), array.Shape);
    }

    public static float[] Floats(string topic, string file) => Testing.Golden.Array(topic, file).ToFloats();

    public static PyTorchCheckpoint Checkpoint(string topic, string file) => PyTorchCheckpoint.Open(Path.Combine(Testing.Golden.Topic(topic), file));

    /// <summary>The UNETR that a case's params describe, with uninitialised weights.</summary>
    public static UnetrOptions UnetrOptions(JsonElement parameters, StateDict weights) => new()
    {
        ImageSize = (long)parameters.Number("size"),
        Channels = weights["patch_embed.proj.weight"]!.Shape[1],
        OutputChannels = weights["last_block.weight"]?.Shape[0] ?? 1,
        TokenSize = (long)parameters.Number("token"),
        EmbedDim = (long)parameters.Number("embed"),
        Layers = (long)parameters.Number("depth"),
        Heads = (long)parameters.Number("heads"),
        MlpRatio = parameters.Number("mlp_ratio", 4),
        LayerNormEpsilon = parameters.Number("layer_norm_eps", 1e-5),
        HiddenMultiple = (long)parameters.Number("mult"),
        Filters = (long)parameters.Number("nf"),
        KernelSize = (long)parameters.Number("k"),
    };

    /// <summary>The UNETR of a case with its checkpoint's weights.</summary>
    public static Unetr Unetr(string topic, JsonElement goldenCase)
    {
        using var checkpoint = Checkpoint(topic, goldenCase.Text("checkpoint"));
        var model = new Unetr(UnetrOptions(goldenCase.GetProperty("params"), checkpoint.StateDict), initialize: false);
        StateDictLoader.Load(model, checkpoint.StateDict).RequireComplete(checkpoint.Path);
        return model;
    }

    /// <summary>Every gradient against its sum and norm, those given in full value by value; absent ones must be absent.</summary>
    public static void CompareGradients(Module model, string topic, JsonElement goldenCase)
    {
        var expected = Json(topic, goldenCase.Text("grads"));
        var full = goldenCase.GetProperty("full_grads");
        var global = goldenCase.Number("global_grad_l2");
        var tolerance = goldenCase.Number("rel_tol_grad", 2e-3);
        double squares = 0;
        var names = new List<string>();
        foreach (var (name, parameter, _) in model.Parameters())
        {
            names.Add(name);
            var gradient = parameter.Gradient;
            var entry = expected.GetProperty(name);
            if (entry.ValueKind == JsonValueKind.Null)
            {
                Assert.True(gradient is null, $"{name}: a gradient where there should be none");
                continue;
            }

            Assert.True(gradient is not null, $"{name}: no gradient");
            Assert.Equal(entry.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()), gradient.Shape);
            var values = gradient.ToArray<float>();
            var norm = Math.Sqrt(values.Sum(v => (double)v * v));
            squares += norm * norm;
            if (entry.GetProperty("noise").GetBoolean())
            {
                Assert.True(norm < 1e-4 * global, $"{name}: {norm} where only rounding is expected");
                continue;
            }

            var l2 = entry.Number("l2");
            Assert.True(Math.Abs(norm - l2) <= tolerance * l2, $"{name}: norm {norm}, expected {l2}");
            var sum = values.Sum(v => (double)v);
            Assert.True(Math.Abs(sum - entry.Number("sum")) <= tolerance * l2 * Math.Sqrt(values.Length), $"{name}: sum {sum}, expected {entry.Number("sum")}");
            if (full.TryGetProperty(name, out var file))
                Compare.RelativeL2(Floats(topic, file.GetString()!), values, tolerance, name);
        }

        Assert.Equal(names, expected.EnumerateObject().Select(p => p.Name));
        Assert.Equal(global, Math.Sqrt(squares), tolerance * global);
    }
}
