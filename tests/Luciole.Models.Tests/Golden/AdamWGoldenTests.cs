using System.Text.Json;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Modules;
using Luciole.Torch.Optimizers;
using Luciole.Torch.StateDicts;

namespace Luciole.Models.Tests;

/// <summary>golden/adamw: the steps; the learning-rate tables belong to the training.</summary>
public sealed class AdamWGoldenTests : IDisposable
{
    private const string Topic = "adamw";
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Parameters_are_grouped_as_in_the_reference()
    {
        foreach (var goldenCase in Cases())
        {
            using var model = Reference.Unetr(Topic, goldenCase);
            var expected = Reference.Json(Topic, goldenCase.Text("groups"));
            var groups = ParameterGroup.Split(model, goldenCase.Number("weight_decay"));
            Assert.Equal(Names(expected, "no_decay"), groups[0].Parameters.Select(p => p.Name));
            Assert.Equal(Names(expected, "decay"), groups[1].Parameters.Select(p => p.Name));
            Assert.Equal(Names(expected, "not_optimised"), model.Parameters().Where(p => !p.Tensor.RequiresGrad).Select(p => p.Name));
        }
    }

    [Fact]
    public void Steps_give_the_reference_losses_parameters_and_output()
    {
        foreach (var goldenCase in Cases())
        {
            using var model = Reference.Unetr(Topic, goldenCase);
            var before = model.State().ToDictionary(t => t.Name, t => t.Tensor.Detach().To(ScalarType.Float64).ToArray<double>());
            using var optimizer = Optimizer(model, goldenCase);
            Steps(model, optimizer, goldenCase);
            foreach (var (name, parameter, _) in model.Parameters().Where(p => p.Tensor.RequiresGrad))
                Assert.Equal(Names(goldenCase, "without_gradient").Contains(name), optimizer.StateOf(parameter) is null);

            CompareUpdates(model, before, goldenCase);
            using var noGrad = new NoGradScope();
            Compare.RelativeToLargest(
                Reference.Floats(Topic, goldenCase.Text("train_output_after")), model.Forward(Reference.Tensor(Topic, goldenCase.Text("input"))).ToArray<float>(), goldenCase.Number("rel_tol_train_output", 1e-3), goldenCase.Text("case"));
        }
    }

    [Fact]
    public void The_checkpoint_after_the_steps_predicts_as_in_the_reference()
    {
        foreach (var goldenCase in Cases().Where(c => c.Has("checkpoint_after")))
        {
            using var checkpoint = Reference.Checkpoint(Topic, goldenCase.Text("checkpoint_after"));
            using var model = new Unetr(Reference.UnetrOptions(goldenCase.GetProperty("params"), checkpoint.StateDict), initialize: false);
            StateDictLoader.Load(model, checkpoint.StateDict).RequireComplete(checkpoint.Path);
            model.Eval();
            using var noGrad = new NoGradScope();
            var output = model.Forward(Reference.Tensor(Topic, goldenCase.Text("input")));
            Compare.RelativeToLargest(
                Reference.Floats(Topic, goldenCase.Text("eval_output_of_checkpoint_after")), output.ToArray<float>(), 1e-4, goldenCase.Text("case"));
        }
    }

    [Fact]
    public void The_state_of_the_optimizer_in_the_checkpoint_is_the_one_our_steps_lead_to()
    {
        foreach (var goldenCase in Cases().Where(c => c.Has("checkpoint_after")))
        {
            using var model = Reference.Unetr(Topic, goldenCase);
            using var optimizer = Optimizer(model, goldenCase);
            Steps(model, optimizer, goldenCase);
            using var checkpoint = Reference.Checkpoint(Topic, goldenCase.Text("checkpoint_after"));
            using var loaded = Optimizer(model, goldenCase);
            OptimizerStateDictLoader.Load(loaded, checkpoint);
            Assert.Equal(Numbers(goldenCase, "lr").Last(), loaded.LearningRate);
            var (unstable, without) = (Names(goldenCase, "unstable").ToHashSet(), Names(goldenCase, "without_gradient").ToHashSet());
            foreach (var (name, parameter, _) in model.Parameters().Where(p => p.Tensor.RequiresGrad))
            {
                var state = loaded.StateOf(parameter);
                Assert.Equal(without.Contains(name), state is null);
                if (state is null || unstable.Contains(name))
                    continue;
                Assert.Equal(5, state["step"].Item());
                foreach (var moment in new[] { "exp_avg", "exp_avg_sq" })
                    Compare.RelativeL2(state[moment].ToArray<float>(), optimizer.StateOf(parameter)![moment].ToArray<float>(), 0.005, $"{name} {moment}");
            }
        }
    }

    private static AdamW Optimizer(Unetr model, JsonElement goldenCase)
    {
        var betas = Numbers(goldenCase, "betas").ToArray();
        return new AdamW(ParameterGroup.Split(model, goldenCase.Number("weight_decay")), 0, betas[0], betas[1], goldenCase.Number("eps"));
    }

    private static void Steps(Unetr model, AdamW optimizer, JsonElement goldenCase)
    {
        var (input, target) = (Reference.Tensor(Topic, goldenCase.Text("input")), Reference.Tensor(Topic, goldenCase.Text("target")));
        foreach (var (rate, loss) in Numbers(goldenCase, "lr").Zip(Numbers(goldenCase, "loss")))
        {
            using var step = new TensorScope();
            optimizer.LearningRate = rate;
            model.ZeroGradients();
            var measured = Functional.MseLoss(model.Forward(input), target);
            Assert.Equal(loss, measured.Item(), goldenCase.Number("rel_tol_loss", 1e-4) * loss);
            measured.Backward();
            optimizer.Step();
        }
    }

    private static List<JsonElement> Cases()
    {
        var cases = Testing.Golden.Cases(Topic).Where(c => c.Has("groups")).ToList();
        Assert.NotEmpty(cases);
        return cases;
    }

    private static IEnumerable<double> Numbers(JsonElement goldenCase, string property) =>
        goldenCase.GetProperty(property).EnumerateArray().Select(v => v.GetDouble());

    private static IEnumerable<string> Names(JsonElement element, string property) =>
        element.GetProperty(property).EnumerateArray().Select(n => n.GetString()!);

    private static void CompareUpdates(Module model, Dictionary<string, double[]> before, JsonElement goldenCase)
    {
        var expected = Reference.Json(Topic, goldenCase.Text("final_params"));
        var full = goldenCase.GetProperty("final_full");
        var unstable = goldenCase.GetProperty("unstable").EnumerateArray().Select(n => n.GetString()).ToHashSet();
        var compared = 0;
        foreach (var (name, tensor, isParameter) in model.State())
        {
            if (unstable.Contains(name) || !expected.TryGetProperty(name, out var entry) || !entry.Has("update_l2"))
                continue;
            var values = tensor.Detach().To(ScalarType.Float64).ToArray<double>();
            var update = entry.Number("update_l2");
            var norm = Math.Sqrt(values.Zip(before[name], (a, b) => (a - b) * (a - b)).Sum());
            Assert.True(Math.Abs(norm - update) <= 0.005 * update, $"{name}: moved by {norm}, expected {update}");
            Assert.True(Math.Abs(values.Sum() - entry.Number("sum")) <= (0.005 * update * Math.Sqrt(values.Length)) + (1e-6 * entry.Number("l2")), name);
            compared++;
            if (!full.TryGetProperty(name, out var file))
                continue;
            var wanted = Reference.Floats(Topic, file.GetString()!);
            var error = Math.Sqrt(values.Zip(wanted, (a, b) => (a - b) * (a - b)).Sum());
            Assert.True(error <= (0.005 * update) + (1e-7 * entry.Number("l2")), $"{name}: off by {error}, allowed {0.005 * update}");
        }

        Assert.True(compared > 0, "nothing was compared");
    }
}
