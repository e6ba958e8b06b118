using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Models;
using Luciole.Models.Convolution;
using Luciole.Models.Transformer;
using Activation = Luciole.Configuration.Activation;
using PositionEmbedding = Luciole.Configuration.PositionEmbedding;

namespace Luciole.Workflows.Tests;

public sealed class NetworkFactoryTests
{
    private static readonly ModelSettings s_unetr = new()
    {
        Architecture = Architecture.Unetr, TokenSize = 8, EmbedDim = 24, Layers = 4, Heads = 3, MlpRatio = 2, LayerNormEpsilon = 1e-4, SkipInterval = 2,
        DecoderFilters = 2, DecoderKernelSize = 5, DecoderActivation = Activation.Gelu, Normalization = NormalizationLayer.Instance, DropoutValues = [0.25],
        PositionEmbedding = PositionEmbedding.Learnt,
    };

    [Fact]
    public void Every_number_of_a_UNETR_reaches_the_network()
    {
        using var network = (Unetr)NetworkFactory.ImageToImage(s_unetr, new PatchSize(16, 16, 3), initialize: false);
        var expected = new UnetrOptions
        {
            ImageSize = 16, Channels = 3, OutputChannels = 3, TokenSize = 8, EmbedDim = 24, Layers = 4, Heads = 3, MlpRatio = 2, LayerNormEpsilon = 1e-4, HiddenMultiple = 2,
            Filters = 2, KernelSize = 5, DecoderActivation = ActivationKind.Gelu, Normalization = NormalizationKind.Instance, Dropout = 0.25, PositionEmbedding = PositionEmbeddingKind.Learned,
        };
        Assert.Equal(expected, network.Options);
    }

    [Theory]
    [InlineData(PositionEmbedding.SineCosine, PositionEmbeddingKind.SineCosine)]
    [InlineData(PositionEmbedding.Learnt, PositionEmbeddingKind.Learned)]
    [InlineData(PositionEmbedding.Random, PositionEmbeddingKind.RandomFrozen)]
    public void Position_embeddings_are_what_they_are_called(PositionEmbedding setting, PositionEmbeddingKind kind)
    {
        using var network = (Unetr)NetworkFactory.ImageToImage(s_unetr with { PositionEmbedding = setting }, new PatchSize(16, 16, 1), initialize: false);
        Assert.Equal(kind, network.Options.PositionEmbedding);
    }

    [Theory]
    [InlineData(NormalizationLayer.Batch, NormalizationKind.Batch)]
    [InlineData(NormalizationLayer.SynchronizedBatch, NormalizationKind.Batch)]
    [InlineData(NormalizationLayer.Instance, NormalizationKind.Instance)]
    [InlineData(NormalizationLayer.None, NormalizationKind.None)]
    public void Normalisations_are_what_they_are_called(NormalizationLayer setting, NormalizationKind kind)
    {
        using var network = (AttentionUnet)NetworkFactory.ImageToImage(
            new ModelSettings { Architecture = Architecture.AttentionUnet, FeatureMaps = [32, 64], DropoutValues = [0, 0], Normalization = setting }, new PatchSize(16, 16, 1), initialize: false);
        Assert.Equal(kind, network.Options.Normalization);
        Assert.Equal([32, 64], network.Options.FeatureMaps);
    }

    [Fact]
    public void Every_number_of_a_masked_autoencoder_reaches_the_network()
    {
        var settings = new ModelSettings
        {
            Architecture = Architecture.MaskedAutoencoder, TokenSize = 8, EmbedDim = 24, Layers = 1, Heads = 3, MlpRatio = 3, LayerNormEpsilon = 1e-4, DecoderEmbedDim = 16, DecoderLayers = 2,
            DecoderHeads = 4, DecoderMlpDim = 20, MaskType = MaskType.Random, MaskRatio = 0.75, NormalizedPixelLoss = true, PositionEmbedding = PositionEmbedding.Random,
        };
        using var network = NetworkFactory.Autoencoder(settings, new PatchSize(32, 32, 2), initialize: false);
        var expected = new MaskedAutoencoderOptions
        {
            ImageSize = 32, Channels = 2, TokenSize = 8, EmbedDim = 24, Layers = 1, Heads = 3, MlpRatio = 3, LayerNormEpsilon = 1e-4, DecoderEmbedDim = 16, DecoderLayers = 2, DecoderHeads = 4,
            DecoderMlpDim = 20, Mask = MaskKind.Random, MaskRatio = 0.75, NormalizePixelLoss = true, PositionEmbedding = PositionEmbeddingKind.RandomFrozen,
        };
        Assert.Equal(expected, network.Options);
    }

    [Fact]
    public void What_cannot_be_built_is_refused()
    {
        Assert.Contains("48 x 32", Assert.Throws<InputException>(() => NetworkFactory.ImageToImage(s_unetr, new PatchSize(48, 32, 1), initialize: false)).Message);
        Assert.Throws<InputException>(() => NetworkFactory.ImageToImage(s_unetr with { Heads = 5 }, new PatchSize(16, 16, 1), initialize: false));
        Assert.Contains("MODEL.ARCHITECTURE", Assert.Throws<InputException>(() => NetworkFactory.ImageToImage(s_unetr with { Architecture = Architecture.MaskedAutoencoder }, new PatchSize(16, 16, 1), initialize: false)).Message);
        var unet = new ModelSettings { Architecture = Architecture.AttentionUnet, UpsampleLayer = UpsampleLayer.Interpolation };
        Assert.Contains("MODEL.UPSAMPLE_LAYER", Assert.Throws<InputException>(() => NetworkFactory.ImageToImage(unet, new PatchSize(32, 32, 1), initialize: false)).Message);
    }

    /// <summary>The parameter counts of spec section 11; the weights are not touched, so no memory is used for them.</summary>
    [Theory]
    [InlineData("lightmycells_nucleus.yaml", 214_399_169)]
    [InlineData("lightmycells_mito.yaml", 214_399_169)]
    [InlineData("lightmycells_actin.yaml", 214_399_169)]
    [InlineData("lightmycells_tubulin.yaml", 107_647_969)]
    public void The_published_networks_are_built_at_full_size(string template, long parameters)
    {
        var settings = ReadTemplate(template);
        using var network = NetworkFactory.ImageToImage(settings.Model, settings.Data.PatchSize, initialize: false);
        Assert.Equal(parameters, network.ParameterCount);
        Assert.Equal(1e-5, ((Unetr)network).Options.LayerNormEpsilon);
    }

    [Fact]
    public void The_published_masked_autoencoder_is_built_at_full_size()
    {
        var settings = ReadTemplate("lightmycells_pretraining.yaml");
        using var network = NetworkFactory.Autoencoder(settings.Model, settings.Data.PatchSize, initialize: false);
        Assert.Equal(113_295_616, network.ParameterCount);
        Assert.Equal((16, 1e-6), (network.Options.DecoderHeads, network.Options.LayerNormEpsilon));
    }

    [Fact]
    public void Checkpoints_of_BiaPy_describe_their_own_networks()
    {
        var checkpoints = new[] { "unetr", "mae" }.SelectMany(t => Directory.GetFiles(Golden.Topic(t), "*.pth")).ToList();
        Assert.NotEmpty(checkpoints);
        foreach (var path in checkpoints)
        {
            using var checkpoint = PyTorchCheckpoint.Open(path);
            var settings = ConfigurationReader.FromCheckpoint(CheckpointValues.ToPlain(checkpoint.Configuration!), path).Configuration;
            var isUnetr = settings.Model.Architecture == Architecture.Unetr;
            Assert.Equal(isUnetr ? 1e-5 : 1e-6, settings.Model.LayerNormEpsilon);
            Assert.Equal(checkpoint.Tensor("cls_token").Shape[2], settings.Model.EmbedDim);

            // The fixtures' masked autoencoders have decoders that BiaPy itself cannot be asked for.
            if (!isUnetr)
                continue;
            using var network = NetworkFactory.ImageToImage(settings.Model, settings.Data.PatchSize, initialize: false);
            Assert.True(Torch.StateDicts.StateDictLoader.Load(network, checkpoint.StateDict).IsComplete, path);
        }
    }

    private static LucioleConfiguration ReadTemplate(string name)
    {
        var settings = ConfigurationReader.ReadFile(Path.Combine(Golden.Shared("data/templates"), name), []).Configuration;
        Availability.Require(settings);
        return settings;
    }
}
