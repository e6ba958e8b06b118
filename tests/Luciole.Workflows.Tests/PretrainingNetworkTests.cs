using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.StateDicts;

namespace Luciole.Workflows.Tests;

/// <summary>The network that a pre-training configuration gives, against figures of a second implementation (NumPy and PyTorch, double precision).</summary>
public sealed class PretrainingNetworkTests : IDisposable
{
    private const string Tiny =
        """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: SELF_SUPERVISED, SELF_SUPERVISED: {PRETEXT_TASK: masking}}, DATA: {PATCH_SIZE: "(8, 8, 2)"},
        MODEL: {ARCHITECTURE: mae, VIT_TOKEN_SIZE: 2, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 1, VIT_NUM_HEADS: 2, VIT_MLP_RATIO: 2, VIT_NORM_EPS: 1.0e-6,
        MAE_DEC_HIDDEN_SIZE: 4, MAE_DEC_NUM_LAYERS: 1, MAE_DEC_NUM_HEADS: 1}}
        """;

    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("grid", false, 0.6423392155422951, -0.07237460449931768, 0.5494207891866074, 24.219524342013425)]
    [InlineData("grid", true, 1.0316892908144835, -0.07237460449931768, 0.5494207891866074, 24.219524342013425)]
    [InlineData("random", false, 0.659803012082998, -0.15959508699957042, 0.5493502566445864, 24.128551976235975)]
    [InlineData("random", true, 1.0603446056390426, -0.15959508699957042, 0.5493502566445864, 24.128551976235975)]
    public void Masks_loss_and_prediction_follow_the_configuration(string mask, bool normalised, double loss, double first, double last, double sum)
    {
        using var model = Network($"MODEL.MAE_MASK_TYPE={mask}", "MODEL.MAE_MASK_RATIO=0.75", $"MODEL.MAE_NORM_PIX_LOSS={normalised}");
        Fill(model);
        using var noGrad = new NoGradScope();
        var images = Tensor.From(Enumerable.Range(0, 256).Select(i => (float)(Math.Cos(0.21 * i) + (0.01 * (i % 7)))).ToArray(), 2, 2, 8, 8);
        var noise = Tensor.From(Enumerable.Range(0, 32).Select(i => ((7 * (i % 16)) + (3 * (i / 16))) % 16 / 16f).ToArray(), 2, 16);
        using var output = model.Forward(images, noise);
        var prediction = output.Prediction.ToArray<float>();
        Assert.Equal(loss, output.Loss.Item(), 2e-6);
        Assert.Equal(first, prediction[0], 2e-6);
        Assert.Equal(last, prediction[^1], 2e-6);
        Assert.Equal(sum, prediction.Sum(v => (double)v), 1e-4);
        Assert.Equal(mask == "grid" ? 16 : 24, output.Mask.Hidden.Sum().Item());
    }

    [Fact]
    public void Positions_are_sines_and_cosines_unless_the_configuration_says_otherwise()
    {
        using var plain = Network();
        using var learnt = Network("MODEL.VIT_POSITION_EMBEDDING=learnt");
        using var random = Network("MODEL.VIT_POSITION_EMBEDDING=random");
        foreach (var name in new[] { "pos_embed", "decoder_pos_embed" })
        {
            var sines = Positions(plain, name);
            Assert.Equal(new float[sines.Size(2)], sines.Slice(1, 0, 1).ToArray<float>());
            Assert.Equal(0, sines.Slice(1, 1, 2).ToArray<float>()[0]);
            Assert.Equal(MathF.Sin(1), sines.Slice(1, 2, 3).ToArray<float>()[0], 1e-6f);
            Assert.False(sines.RequiresGrad);
            Assert.True(Positions(learnt, name).RequiresGrad);
            Assert.False(Positions(random, name).RequiresGrad);
            Assert.NotEqual(sines.ToArray<float>(), Positions(random, name).ToArray<float>());
        }
    }

    [Theory]
    [InlineData("sine_cosine")]
    [InlineData("learnt")]
    public void Loaded_weights_keep_the_positions_they_were_trained_with(string setting)
    {
        using var trained = Network("MODEL.VIT_POSITION_EMBEDDING=random");
        using var model = Network($"MODEL.VIT_POSITION_EMBEDDING={setting}");
        var weights = trained.State().Select(t => KeyValuePair.Create(t.Name, CheckpointTensor.FromFloats(t.Tensor.Detach().ToArray<float>(), t.Tensor.Shape)));
        StateDictLoader.Load(model, weights).RequireComplete("weights.pth");
        foreach (var name in new[] { "pos_embed", "decoder_pos_embed" })
            Assert.Equal(Positions(trained, name).ToArray<float>(), Positions(model, name).Detach().ToArray<float>());
    }

    private static MaskedAutoencoder Network(params string[] overrides)
    {
        var settings = ConfigurationReader.ReadText(Tiny, "tiny.yaml", overrides).Configuration;
        return NetworkFactory.Autoencoder(settings.Model, settings.Data.PatchSize, initialize: true);
    }

    private static Tensor Positions(MaskedAutoencoder model, string name) => model.State().Single(t => t.Name == name).Tensor;

    // Every weight a sine of its place, but for the position embeddings, which stay as they are.
    private static void Fill(MaskedAutoencoder model)
    {
        foreach (var (tensor, k) in model.State().Select((t, k) => (t, k)).Where(t => !t.t.Name.EndsWith("pos_embed", StringComparison.Ordinal)))
        {
            var offset = tensor.Name.Contains("norm", StringComparison.Ordinal) && tensor.Name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
            var values = tensor.Tensor.Detach().AsSpan<float>();
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)(offset + (0.3 * Math.Sin((0.37 * i) + k)));
        }
    }
}
