using Luciole.Checkpoints;
using Luciole.Imaging.Pixels;

namespace Luciole.EndToEnd.Tests;

/// <summary>Where <c>predict</c> finds a network's description, and what it says when it does not fit.</summary>
public sealed class CheckpointChoiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _image;

    public CheckpointChoiceTests() => _image = TinyImages.WriteRaw(_folder.File("in", "a.tif"), 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plain_weights_need_a_configuration_beside_them_or_by_name()
    {
        var full = TinyNetwork.WriteCheckpoint(_folder.File("full.pth"));
        var plain = WritePlain(full, _folder.File("plain.pth"));
        LucioleProcess.AssertRefused(Predict(plain, "none"), plain, "no configuration", "plain.yaml", "--config");

        File.WriteAllText(_folder.File("elsewhere.yaml"), TinyNetwork.Unetr());
        Succeeds(Predict(plain, "named", "--config", _folder.File("elsewhere.yaml")));
        File.WriteAllText(_folder.File("plain.yaml"), TinyNetwork.Unetr());
        Succeeds(Predict(plain, "beside"));
        Succeeds(Predict(full, "inside"));
        Assert.Equal(Pixels("inside"), Pixels("beside"));
        Assert.Equal(Pixels("inside"), Pixels("named"));
    }

    [Fact]
    public void A_checkpoint_that_does_not_fit_the_configuration_is_refused_with_both_shapes()
    {
        var plain = WritePlain(TinyNetwork.WriteCheckpoint(_folder.File("full.pth")), _folder.File("plain.pth"));
        File.WriteAllText(_folder.File("plain.yaml"), TinyNetwork.Unetr().Replace("EMBED_DIM: 16", "EMBED_DIM: 32", StringComparison.Ordinal));
        LucioleProcess.AssertRefused(Predict(plain, "o"), plain, "(1, 1, 16)", "(1, 1, 32)");
    }

    [Fact]
    public void A_checkpoint_with_fewer_layers_than_the_configuration_is_refused_by_name()
    {
        var plain = WritePlain(TinyNetwork.WriteCheckpoint(_folder.File("full.pth")), _folder.File("plain.pth"));
        File.WriteAllText(_folder.File("plain.yaml"), TinyNetwork.Unetr().Replace("NUM_LAYERS: 3", "NUM_LAYERS: 4", StringComparison.Ordinal));
        LucioleProcess.AssertRefused(Predict(plain, "o"), plain, "lacks", "blocks.3");
    }

    [Fact]
    public void A_masked_autoencoder_is_refused()
    {
        var model = TinyNetwork.WriteCheckpoint(_folder.File("mae.pth"), """
            LUCIOLE: {DIALECT: luciole-1}
            PROBLEM: {TYPE: SELF_SUPERVISED, NDIM: 2D, SELF_SUPERVISED: {PRETEXT_TASK: masking}}
            DATA: {PATCH_SIZE: "(32, 32, 1)"}
            MODEL:
              ARCHITECTURE: mae
              VIT_TOKEN_SIZE: 8
              VIT_EMBED_DIM: 16
              VIT_NUM_LAYERS: 2
              VIT_NUM_HEADS: 2
              MAE_DEC_HIDDEN_SIZE: 16
              MAE_DEC_NUM_LAYERS: 1
              MAE_DEC_NUM_HEADS: 2
              MAE_DEC_MLP_DIMS: 32
            """);
        LucioleProcess.AssertRefused(Predict(model, "o"), model, "masked autoencoder", "UNETR");
    }

    [Fact]
    public void Masked_autoencoders_of_BiaPy_are_refused()
    {
        foreach (var model in Directory.GetFiles(Golden.Topic("mae"), "*.pth"))
            LucioleProcess.AssertRefused(Predict(model, "o"), model, "masked autoencoder");
    }

    [Fact]
    public void Preprocessing_that_the_checkpoint_was_trained_with_is_carried_out()
    {
        var model = TinyNetwork.WriteCheckpoint(
            _folder.File("m.pth"), TinyNetwork.Unetr("DATA: {PATCH_SIZE: '(32, 32, 1)', NORMALIZATION: {TYPE: zero_mean_unit_variance}, PREPROCESS: {TEST: True, MEDIAN_BLUR: {ENABLE: True}}}"));
        Succeeds(Predict(model, "o"));
        Succeeds(Predict(model, "plain", "--set", "DATA.PREPROCESS.TEST=False"));
        Assert.NotEqual(Pixels("plain"), Pixels("o"));
        LucioleProcess.AssertRefused(Predict(model, "o", "--set", "DATA.PREPROCESS.MEDIAN_BLUR.KERNEL_SIZE=(3, 3, 2)"), "DATA.PREPROCESS.MEDIAN_BLUR.KERNEL_SIZE");
    }

    [Fact]
    public void An_attention_unet_predicts()
    {
        var model = TinyNetwork.WriteCheckpoint(_folder.File("unet.pth"), """
            LUCIOLE: {DIALECT: luciole-1}
            PROBLEM: {TYPE: IMAGE_TO_IMAGE, NDIM: 2D}
            DATA: {PATCH_SIZE: "(32, 32, 1)"}
            MODEL: {ARCHITECTURE: attention_unet, FEATURE_MAPS: [2, 4, 8], DROPOUT_VALUES: [0.0, 0.0, 0.0]}
            """);
        Succeeds(Predict(model, "o"));
        Assert.Equal(64 * 64, Pixels("o").Length);
    }

    private static string WritePlain(string full, string path)
    {
        using var checkpoint = PyTorchCheckpoint.Open(full);
        var weights = new PickleDict(PickleDict.OrderedDict);
        foreach (var (name, tensor) in checkpoint.StateDict)
            weights.Add(name, tensor);
        CheckpointWriter.Write(path, weights);
        return path;
    }

    private (int ExitCode, string Output, string Messages) Predict(string model, string output, params string[] more) =>
        LucioleProcess.Run(["predict", _image, "--model", model, "--out", _folder.File(output), .. more]);

    private static void Succeeds((int ExitCode, string Output, string Messages) result) => Assert.True(result.ExitCode == 0, result.Messages);

    private float[] Pixels(string output)
    {
        using var image = ImageFile.Read(_folder.File(output, "a.tif"));
        return image.ToSingle();
    }
}
