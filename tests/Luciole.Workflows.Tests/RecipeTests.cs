using System.Globalization;
using Luciole.Configuration;
using Luciole.Models;
using Luciole.Torch.Modules;

namespace Luciole.Workflows.Tests;

/// <summary>Every configuration in <c>recipes/</c> is one that works, and those of LightMyCells train what the published ones train.</summary>
public sealed class RecipeTests
{
    private static readonly string s_recipes = Path.Combine(Golden.RepositoryRoot, "recipes");

    public static TheoryData<string> All => [.. Directory.GetFiles(s_recipes, "*.yaml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(s_recipes, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_recipe_is_in_Luciole_s_own_dialect_and_asks_for_nothing_that_is_missing(string recipe)
    {
        var result = ConfigurationReader.ReadFile(Path.Combine(s_recipes, recipe), []);
        Assert.Equal(ConfigurationDialect.Luciole, result.Dialect);
        Assert.Empty(result.Notes);
        Availability.Require(result.Configuration);
        Assert.Empty(Availability.Notes(result.Configuration));
        Assert.True(result.Configuration.Train.Enable);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_recipe_says_how_it_is_run(string recipe)
    {
        var head = File.ReadLines(Path.Combine(s_recipes, recipe)).TakeWhile(line => line.StartsWith('#')).ToList();
        Assert.Contains(head, line => line.Contains($"luciole run --config recipes/{recipe} ", StringComparison.Ordinal));
    }

    /// <summary>The numbers of parameters: spec for the published sizes, else from the closed form of the layers.</summary>
    [Theory]
    [InlineData("lightmycells/pretraining.yaml", 113_295_616)]
    [InlineData("lightmycells/nucleus.yaml", 214_399_169)]
    [InlineData("lightmycells/mitochondria.yaml", 214_399_169)]
    [InlineData("lightmycells/actin.yaml", 214_399_169)]
    [InlineData("lightmycells/tubulin.yaml", 107_647_969)]
    public void A_published_network_has_its_published_size(string recipe, long parameters)
    {
        using var network = Network(Read(recipe), initialize: false);
        Assert.Equal(parameters, network.ParameterCount);
    }

    [Theory]
    [InlineData("lightmycells/pretraining-small.yaml", "lightmycells/organelle-small.yaml")]
    [InlineData("demo/pretraining.yaml", "demo/finetuning.yaml")]
    public void Small_networks_can_be_built_and_their_encoders_fit(string pretraining, string finetuning)
    {
        using var autoencoder = (MaskedAutoencoder)Network(Read(pretraining), initialize: true);
        using var network = (Unetr)Network(Read(finetuning), initialize: true);
        var (first, second) = (autoencoder.Options, network.Options);
        Assert.Equal((first.ImageSize, first.TokenSize, first.EmbedDim, first.Layers, first.Heads, first.MlpRatio), (second.ImageSize, second.TokenSize, second.EmbedDim, second.Layers, second.Heads, second.MlpRatio));
    }

    [Theory]
    [InlineData("pretraining", "nucleus", "nucleus")]
    [InlineData("pretraining", "mitochondria", "mitochondria")]
    [InlineData("pretraining", "actin", "actin")]
    [InlineData("pretraining", "tubulin", "tubulin")]
    [InlineData("pretraining-small", "organelle-small", "nucleus")]
    public void Fine_tuning_starts_where_pretraining_ends_and_reads_the_prepared_folders(string pretraining, string finetuning, string organelle)
    {
        var settings = Read($"lightmycells/{finetuning}.yaml");
        var first = Read($"lightmycells/{pretraining}.yaml");
        var job = new JobFolder("results", pretraining, 1, first.Paths, first.Log);
        Assert.True(settings.Model.LoadCheckpoint);
        Assert.Equal(Path.GetFullPath(job.BestCheckpoint), Path.GetFullPath(settings.Paths.CheckpointFile!));
        Assert.Equal(
            [$"prepared/{organelle}/train/x", $"prepared/{organelle}/train/y", $"prepared/{organelle}/val/x", $"prepared/{organelle}/val/y", $"prepared/{organelle}/val/x", $"prepared/{organelle}/val/y"],
            [settings.Data.Train.Path, settings.Data.Train.TargetPath, settings.Data.Validation.Path, settings.Data.Validation.TargetPath, settings.Data.Test.Path, settings.Data.Test.TargetPath]);
        Assert.Equal(("prepared/pretraining/train", "prepared/pretraining/val"), (first.Data.Train.Path, first.Data.Validation.Path));
    }

    [Theory]
    [InlineData("nucleus", 32, 9, 6)]
    [InlineData("mitochondria", 32, 9, 6)]
    [InlineData("actin", 32, 9, 1)]
    [InlineData("tubulin", 16, 7, 2)]
    public void Organelles_have_the_published_numbers(string organelle, int filters, int kernel, int batch)
    {
        var settings = Read($"lightmycells/{organelle}.yaml");
        var (model, train, augmentor) = (settings.Model, settings.Train, settings.Augmentor);
        Assert.Equal((new PatchSize(1024, 1024, 1), RawsPerTarget.One, LossType.MeanSquaredError), (settings.Data.PatchSize, settings.Data.Train.RawsPerTarget, settings.Loss.Type));
        Assert.Equal((32, 768, 12, 12, 1e-5, 3), (model.TokenSize, model.EmbedDim, model.Layers, model.Heads, model.LayerNormEpsilon, model.SkipInterval));
        Assert.Equal((filters, kernel), (model.DecoderFilters, model.DecoderKernelSize));
        Assert.Equal((OptimizerType.AdamW, 1e-4, 0.02, batch, 1300, 500), (train.Optimizer, train.LearningRate, train.WeightDecay, train.BatchSize, train.Epochs, train.Patience));
        Assert.Equal((SchedulerType.WarmupCosine, 5e-6, 80), (train.Scheduler.Type, train.Scheduler.MinLearningRate, train.Scheduler.WarmupEpochs));
        Assert.Equal((true, true, BorderMode.Reflect, new NumberRange(0.2, 0.6)), (augmentor.Elastic, augmentor.GridMask, augmentor.AffineBorder, augmentor.GridSize));
    }

    [Fact]
    public void Pretraining_has_the_published_numbers()
    {
        var settings = Read("lightmycells/pretraining.yaml");
        var (model, train) = (settings.Model, settings.Train);
        Assert.Equal((MaskType.Grid, 1e-6, 512, 8, 16, 2048), (model.MaskType, model.LayerNormEpsilon, model.DecoderEmbedDim, model.DecoderLayers, model.DecoderHeads, model.DecoderMlpDim));
        Assert.Equal((new Betas(0.9, 0.95), 0.05, 1e-4, 4, 2000), (train.Betas, train.WeightDecay, train.LearningRate, train.BatchSize, train.Epochs));
        Assert.Equal((1e-5, 100), (train.Scheduler.MinLearningRate, train.Scheduler.WarmupEpochs));
    }

    /// <summary>Where a recipe may differ from its template: paths, and what the recipe does and the template leaves to its user.</summary>
    [Theory]
    [InlineData("pretraining", "pretraining", new[] { "TRAIN.VERBOSE" })]
    [InlineData("nucleus", "nucleus", new[] { "TRAIN.ENABLE", "DATA.TEST.LOAD_GT", "DATA.TRAIN.IN_MEMORY", "DATA.VAL.IN_MEMORY" })]
    [InlineData("mitochondria", "mito", new[] { "TRAIN.ENABLE", "DATA.TEST.LOAD_GT", "DATA.TRAIN.IN_MEMORY", "DATA.VAL.IN_MEMORY" })]
    [InlineData("actin", "actin", new[] { "TRAIN.ENABLE", "DATA.TEST.LOAD_GT", "DATA.TRAIN.IN_MEMORY", "DATA.VAL.IN_MEMORY" })]
    [InlineData("tubulin", "tubulin", new[] { "TRAIN.ENABLE", "DATA.TEST.LOAD_GT", "DATA.TRAIN.IN_MEMORY", "DATA.VAL.IN_MEMORY" })]
    public void A_recipe_trains_as_its_published_template(string recipe, string template, string[] differences)
    {
        var published = ConfigurationReader.ReadFile(Path.Combine(Golden.Shared("data/templates"), $"lightmycells_{template}.yaml"), []).Configuration;
        var (theirs, ours) = (Flat(published), Flat(Read($"lightmycells/{recipe}.yaml")));
        var differing = theirs.Keys.Union(ours.Keys).Where(key => theirs.GetValueOrDefault(key) != ours.GetValueOrDefault(key)).Where(key => !IsPath(key));
        Assert.Equal(differences.Order(StringComparer.Ordinal), differing.Order(StringComparer.Ordinal));
    }

    private static bool IsPath(string key) => key == "PATHS.CHECKPOINT_FILE" || key.EndsWith(".PATH", StringComparison.Ordinal) || key.EndsWith(".GT_PATH", StringComparison.Ordinal);

    private static LucioleConfiguration Read(string recipe) => ConfigurationReader.ReadFile(Path.Combine(s_recipes, recipe), []).Configuration;

    private static Module Network(LucioleConfiguration settings, bool initialize) => settings.Model.Architecture == Architecture.MaskedAutoencoder
        ? NetworkFactory.Autoencoder(settings.Model, settings.Data.PatchSize, initialize)
        : NetworkFactory.ImageToImage(settings.Model, settings.Data.PatchSize, initialize);

    private static Dictionary<string, string> Flat(LucioleConfiguration settings)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(ConfigurationWriter.ToDictionary(settings), "");
        return flat;

        void Collect(Dictionary<string, object?> section, string prefix)
        {
            foreach (var (key, value) in section)
            {
                if (value is Dictionary<string, object?> inner)
                    Collect(inner, $"{prefix}{key}.");
                else
                    flat[prefix + key] = Text(value);
            }
        }
    }

    private static string Text(object? value) => value is IEnumerable<object?> items ? $"({string.Join(", ", items.Select(Text))})" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
