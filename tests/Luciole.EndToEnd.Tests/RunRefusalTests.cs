namespace Luciole.EndToEnd.Tests;

/// <summary>What <c>luciole run</c> refuses, before any work is lost.</summary>
public sealed class RunRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RunRefusalTests()
    {
        TinyImages.WriteSets(_folder.File("train"), 1, 2, planes: 1);
        TinyImages.WriteSets(_folder.File("val"), 11, 1, planes: 1);
        TinyImages.WriteSets(_folder.File("test"), 21, 1, planes: 1);
        File.WriteAllText(Yaml, TinyNetwork.Training(_folder.FullName, epochs: 1));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_or_senseless_configuration()
    {
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config", _folder.File("absent.yaml")), "absent.yaml");
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config", _folder.FullName), _folder.FullName);
        File.WriteAllText(_folder.File("broken.yaml"), "DATA: [1, 2");
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config", _folder.File("broken.yaml")), "broken.yaml");
        File.WriteAllText(_folder.File("empty.yaml"), "");
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config", _folder.File("empty.yaml")), "empty.yaml", "PROBLEM.TYPE");
        Refused(["TRAIN.ENABLE=False", "TEST.ENABLE=False"], "TRAIN.ENABLE", "TEST.ENABLE");
    }

    [Fact]
    public void A_misspelt_key_is_named_with_its_line_and_the_nearest()
    {
        var lines = File.ReadAllLines(Yaml);
        var line = Array.FindIndex(lines, l => l.Contains("EPOCHS:", StringComparison.Ordinal));
        lines[line] = lines[line].Replace("EPOCHS", "EPOCSH", StringComparison.Ordinal);
        File.WriteAllLines(Yaml, lines);
        Refused([], $"tiny.yaml:{line + 1}", "TRAIN.EPOCSH", "TRAIN.EPOCHS");
    }

    [Theory]
    [InlineData("TRAIN.OPTIMIZER=LION", "TRAIN.OPTIMIZER")]
    [InlineData("TRAIN.LR_SCHEDULER.NAME=reduceonplateau", "MIN_LR")]
    [InlineData("LOSS.TYPE=W_MAE_SSIM;LOSS.WEIGHTS=[0.5, 0.6]", "LOSS.WEIGHTS")]
    [InlineData("AUGMENTOR.ENABLE=True;AUGMENTOR.SHEAR=True;AUGMENTOR.SHEAR_RANGE=(-100, 100)", "SHEAR")]
    [InlineData("DATA.TEST.USE_VAL_AS_TEST=True;DATA.VAL.FROM_TRAIN=True", "DATA.TEST.USE_VAL_AS_TEST")]
    [InlineData("MODEL.VIT_NUM_HEADS=3", "MODEL.VIT_NUM_HEADS")]
    [InlineData("TRAIN.EPOCHS=many", "TRAIN.EPOCHS")]
    [InlineData("MODEL.LOAD_CHECKPOINT=True;MODEL.LOAD_CHECKPOINT_ONLY_WEIGHTS=False", "MODEL.LOAD_CHECKPOINT: False")]
    [InlineData("MODEL.LOAD_CHECKPOINT=True", "MODEL.LOAD_CHECKPOINT")]
    public void What_is_not_available_is_refused_with_the_mend(string settings, string words) => Refused(settings.Split(';'), words);

    [Fact]
    public void A_heads_number_that_does_not_divide_the_decoder_is_refused_in_our_own_dialect()
    {
        File.WriteAllText(Yaml, """
            LUCIOLE: {DIALECT: luciole-1}
            PROBLEM: {TYPE: SELF_SUPERVISED, NDIM: 2D, SELF_SUPERVISED: {PRETEXT_TASK: masking}}
            DATA: {PATCH_SIZE: "(32, 32, 1)"}
            MODEL: {ARCHITECTURE: mae, VIT_TOKEN_SIZE: 8, VIT_EMBED_DIM: 16, VIT_NUM_HEADS: 2, MAE_DEC_HIDDEN_SIZE: 512, MAE_DEC_NUM_HEADS: 12}
            TRAIN: {ENABLE: True}
            """);
        Refused([], "MODEL.MAE_DEC_NUM_HEADS", "12", "512", "8 and 16");
    }

    [Fact]
    public void Folders_that_are_missing_or_empty()
    {
        Refused([$"DATA.TRAIN.PATH={_folder.File("nowhere")}"], "nowhere");
        Refused([$"DATA.VAL.GT_PATH={_folder.File("nowhere")}"], "nowhere");
        Directory.CreateDirectory(_folder.File("empty"));
        Refused([$"DATA.TRAIN.GT_PATH={_folder.File("empty")}"], _folder.File("empty"));
    }

    [Fact]
    public void A_missing_test_folder_is_noticed_before_training()
    {
        Refused([$"DATA.TEST.PATH={_folder.File("nowhere")}", "DATA.TEST.LOAD_GT=False"], "nowhere");
        Assert.False(Directory.Exists(_folder.File("results", "job", "checkpoints")));
    }

    [Fact]
    public void A_damaged_training_image_is_named()
    {
        var bad = Directory.GetFiles(_folder.File("train", "x"), "*_z0.ome.tiff", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        TinyImages.WriteDamaged(bad);
        Refused([], bad);
    }

    [Fact]
    public void A_target_of_another_size_is_named_with_its_raw_image()
    {
        var target = Directory.GetFiles(_folder.File("train", "y"), "*.ome.tiff", SearchOption.AllDirectories)[0];
        TinyImages.WriteTarget(target, 1, 40, 48);
        Refused([], target, "40 x 48", "48 x 48");
    }

    [Fact]
    public void Names_numbers_and_processes_of_the_command_line()
    {
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config", Yaml, "--name", "a/b"), "a/b", "without '/'");
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config", Yaml, "--name", "job", "--result_dir", Yaml), "tiny.yaml");
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config", Yaml, "--world_size", "2"), "--world_size");
    }

    [Fact]
    public void Several_GPUs_where_there_are_none_are_refused_by_the_ranks_that_want_them()
    {
        if (Directory.Exists("/proc/driver/nvidia"))
            Assert.Skip("this machine has GPUs");
        LucioleProcess.AssertRefused(LucioleProcess.Run("run", "--config", Yaml, "--gpu", "0,1", "--result_dir", _folder.File("results")), "--gpu 0,1", "--gpu cpu");
    }

    private string Yaml => _folder.File("tiny.yaml");

    private void Refused(string[] settings, params string[] words)
    {
        var result = LucioleProcess.Run(["run", "--config", Yaml, "--result_dir", _folder.File("results"), "--name", "job", .. settings.SelectMany(s => new[] { "--set", s })]);
        LucioleProcess.AssertRefused(result, words);
    }
}
