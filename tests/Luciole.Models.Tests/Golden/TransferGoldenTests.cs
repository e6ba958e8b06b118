using System.Text.Json;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.StateDicts;

namespace Luciole.Models.Tests;

/// <summary>golden/transfer.</summary>
public sealed class TransferGoldenTests : IDisposable
{
    private const string Topic = "transfer";
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void An_encoder_taken_over_from_a_masked_autoencoder_gives_the_reference_output()
    {
        var cases = Testing.Golden.Cases(Topic).Where(c => c.Has("base_checkpoint")).ToList();
        Assert.NotEmpty(cases);
        foreach (var goldenCase in cases)
        {
            using var fromBase = Reference.Checkpoint(Topic, goldenCase.Text("base_checkpoint"));
            using var fromMae = Reference.Checkpoint(Topic, goldenCase.Text("mae_checkpoint"));
            var options = Reference.UnetrOptions(ParametersOf(goldenCase.Text("base_checkpoint")), fromBase.StateDict);
            var inferred = UnetrOptions.FromShapes(fromBase.StateDict.ToDictionary(t => t.Key, t => t.Value.Shape));
            Assert.Equal(options, inferred with { Heads = options.Heads, HiddenMultiple = options.HiddenMultiple });
            using var model = new Unetr(options, initialize: false);
            StateDictLoader.Load(model, fromBase.StateDict).RequireComplete(fromBase.Path);
            var report = StateDictLoader.Load(model, fromMae.StateDict);
            report.RequireCompatible(fromMae.Path);

            var keys = Reference.Json(Topic, goldenCase.Text("keys"));
            IEnumerable<string> Names(string property) => keys.GetProperty(property).EnumerateArray().Select(n => n.GetString()!).Order();
            Assert.Equal(Names("loaded"), report.Loaded.Order());
            Assert.Equal(Names("kept_from_base"), report.Missing.Where(n => !n.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Order());
            Assert.Equal(Names("ignored_of_mae"), report.Unexpected.Order());
            Assert.Equal((int)goldenCase.Number("n_loaded"), report.Loaded.Count);

            var input = Reference.Tensor(Topic, goldenCase.Text("input"));
            using var noGrad = new NoGradScope();
            model.Eval();
            Compare.RelativeToLargest(
                Reference.Floats(Topic, goldenCase.Text("eval_output")), model.Forward(input).ToArray<float>(), goldenCase.Number("rel_tol"), "eval");
            model.Train();
            Compare.RelativeToLargest(
                Reference.Floats(Topic, goldenCase.Text("train_output")), model.Forward(input).ToArray<float>(), goldenCase.Number("rel_tol"), "train");
        }
    }

    [Fact]
    public void A_clash_of_shapes_is_refused_with_the_tensor_and_both_shapes()
    {
        var cases = Testing.Golden.Cases(Topic).Where(c => c.Has("expect") && c.Text("expect") == "error").ToList();
        Assert.NotEmpty(cases);
        foreach (var goldenCase in cases)
        {
            using var mae = Reference.Checkpoint(Topic, goldenCase.Text("mae_checkpoint"));
            using var model = new Unetr(Reference.UnetrOptions(goldenCase.GetProperty("params"), mae.StateDict));
            var error = Assert.Throws<InputException>(() => StateDictLoader.Load(model, mae.StateDict).RequireCompatible("mae.pth"));
            Assert.StartsWith("mae.pth: cls_token has shape (1, 1, ", error.Message, StringComparison.Ordinal);
            Assert.Contains($"where the model needs (1, 1, {model.Options.EmbedDim})", error.Message);
        }
    }

    // The base checkpoint is one of golden/unetr, whose cases tell what its shapes do not.
    private static JsonElement ParametersOf(string checkpoint)
    {
        var file = Path.GetFileName(checkpoint);
        return Testing.Golden.Cases("unetr").First(c => c.Text("checkpoint") == file).GetProperty("params");
    }
}
