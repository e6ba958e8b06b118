using System.Text.Json;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.StateDicts;

namespace Luciole.Models.Tests;

/// <summary>golden/unetr.</summary>
public sealed class UnetrGoldenTests : IDisposable
{
    private const string Topic = "unetr";
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Names_order_shapes_and_types_are_those_of_the_checkpoints()
    {
        var cases = Testing.Golden.Cases(Topic).Where(c => c.Has("tensors")).ToList();
        Assert.NotEmpty(cases);
        foreach (var goldenCase in cases)
        {
            using var model = Reference.Unetr(Topic, goldenCase);
            var expected = Reference.Json(Topic, goldenCase.Text("tensors")).EnumerateObject().ToList();
            Assert.Equal(expected.Select(t => t.Name), model.State().Select(t => t.Name));
            foreach (var ((name, tensor, _), entry) in model.State().Zip(expected.Select(t => t.Value)))
            {
                Assert.Equal(entry.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()), tensor.Shape);
                Assert.Equal(entry.Text("dtype"), ElementTypeNames.ToElementType(tensor.ScalarType).ToString(), ignoreCase: true);
                var values = tensor.Detach().To(ScalarType.Float64).ToArray<double>();
                Assert.True(Math.Abs(values.Sum() - entry.Number("sum")) <= 1e-6 * Math.Max(1, Math.Abs(entry.Number("sum"))), name);
                Assert.Equal(entry.Number("l2"), Math.Sqrt(values.Sum(v => v * v)), 1e-6 * Math.Max(1, entry.Number("l2")));
            }
        }
    }

    [Fact]
    public void Evaluation_gives_the_reference_output()
    {
        var cases = Testing.Golden.Cases(Topic).Where(c => !c.Has("grads")).ToList();
        Assert.NotEmpty(cases);
        foreach (var goldenCase in cases)
        {
            using var model = Reference.Unetr(Topic, goldenCase);
            model.Eval();
            using var noGrad = new NoGradScope();
            var output = model.Forward(Reference.Tensor(Topic, goldenCase.Text("input")));
            Compare.RelativeToLargest(
                Reference.Floats(Topic, goldenCase.Text("output")), output.ToArray<float>(), goldenCase.Number("strict_rel_tol", 1e-4), goldenCase.Text("case"));
        }
    }

    [Fact]
    public void Training_gives_the_reference_output_loss_gradients_and_running_statistics()
    {
        var cases = Testing.Golden.Cases(Topic).Where(c => c.Has("grads")).ToList();
        Assert.NotEmpty(cases);
        foreach (var goldenCase in cases)
        {
            using var model = Reference.Unetr(Topic, goldenCase);
            var output = model.Forward(Reference.Tensor(Topic, goldenCase.Text("input")));
            Compare.RelativeToLargest(
                Reference.Floats(Topic, goldenCase.Text("output")), output.ToArray<float>(), goldenCase.Number("strict_rel_tol_output", 1e-4), goldenCase.Text("case"));
            var loss = Functional.MseLoss(output, Reference.Tensor(Topic, goldenCase.Text("target")));
            Assert.Equal(goldenCase.Number("loss"), loss.Item(), 1e-5 * goldenCase.Number("loss"));
            loss.Backward();
            Reference.CompareGradients(model, Topic, goldenCase);
            CompareRunningStatistics(model, goldenCase);
        }
    }

    [Fact]
    public void The_epsilon_of_layer_normalisation_matters_and_defaults_to_the_references()
    {
        var cases = Testing.Golden.Cases(Topic).Where(c => c.Has("max_abs_change_if_eps_were_1e-6")).ToList();
        Assert.SkipWhen(cases.Count == 0, "This golden set has no case that shows the epsilon.");
        Assert.Equal(1e-5, new UnetrOptions().LayerNormEpsilon);
        foreach (var goldenCase in cases)
        {
            using var checkpoint = Reference.Checkpoint(Topic, goldenCase.Text("checkpoint"));
            using var model = new Unetr(
                Reference.UnetrOptions(goldenCase.GetProperty("params"), checkpoint.StateDict) with { LayerNormEpsilon = 1e-6 }, initialize: false);
            StateDictLoader.Load(model, checkpoint.StateDict).RequireComplete(checkpoint.Path);
            model.Eval();
            using var noGrad = new NoGradScope();
            var wrong = model.Forward(Reference.Tensor(Topic, goldenCase.Text("input"))).ToArray<float>();
            var right = Reference.Floats(Topic, goldenCase.Text("output"));
            var change = right.Zip(wrong, (a, b) => Math.Abs(a - b)).Max();
            Assert.Equal(goldenCase.Number("max_abs_change_if_eps_were_1e-6"), change, 0.05 * goldenCase.Number("max_abs_change_if_eps_were_1e-6"));
        }
    }

    private static void CompareRunningStatistics(Unetr model, JsonElement goldenCase)
    {
        var full = goldenCase.GetProperty("bn_after_full");
        var state = model.State().ToDictionary(t => t.Name, t => t.Tensor);
        foreach (var entry in Reference.Json(Topic, goldenCase.Text("bn_after")).EnumerateObject())
        {
            if (entry.Value.ValueKind == JsonValueKind.Number)
            {
                Assert.Equal(entry.Value.GetInt64(), state[entry.Name].ToArray<long>()[0]);
                continue;
            }

            var values = state[entry.Name].ToArray<float>();
            var l2 = entry.Value.Number("l2");
            Assert.Equal(l2, Math.Sqrt(values.Sum(v => (double)v * v)), 1e-4 * l2);
            Assert.Equal(entry.Value.Number("sum"), values.Sum(v => (double)v), 1e-4 * l2 * Math.Sqrt(values.Length));
            if (full.TryGetProperty(entry.Name, out var file))
                Compare.RelativeToLargest(Reference.Floats(Topic, file.GetString()!), values, 1e-4, entry.Name);
        }
    }
}
