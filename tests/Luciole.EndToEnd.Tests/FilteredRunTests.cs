namespace Luciole.EndToEnd.Tests;

/// <summary><c>luciole run</c> that leaves test images out.</summary>
public sealed class FilteredRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_that_the_filter_leaves_out_are_not_predicted()
    {
        var bright = TinyImages.WriteTarget(_folder.File("test", "bright.tif"), 1);
        TinyImages.WriteRaw(_folder.File("test", "dark.tif"), 2);
        var model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"));
        File.WriteAllText(_folder.File("run.yaml"), TinyNetwork.Unetr($$"""
            DATA:
              PATCH_SIZE: (32, 32, 1)
              NORMALIZATION: {TYPE: zero_mean_unit_variance}
              SAVE_FILTERED_IMAGES: True
              TEST:
                PATH: {{_folder.File("test")}}
                FILTER_SAMPLES: {ENABLE: True, PROPS: [['min', 'mean']], VALUES: [[100, 10000]], SIGNS: [['gt', 'ge']]}
            PATHS: {CHECKPOINT_FILE: {{model}}}
            TEST: {ENABLE: True}
            """));
        string[] run = ["run", "--config", _folder.File("run.yaml"), "--result_dir", _folder.File("results"), "--name", "job"];
        var (output, messages) = LucioleProcess.Succeed(run);
        var results = _folder.File("results", "job", "results", "job_1");
        Assert.Equal(["dark.tif"], Directory.GetFiles(Path.Combine(results, "per_image")).Select(f => Path.GetFileName(f)));
        Assert.Contains("predicting 1 images", output);
        Assert.Contains($"{bright}: left out by DATA.TEST.FILTER_SAMPLES, as min ", messages);
        Assert.Contains(bright, File.ReadAllText(Path.Combine(results, "filtering_information", "left_out_TEST.csv")));
        Assert.True(File.Exists(Path.Combine(results, "filtering_information", "filtered", "bright.tif")));
        LucioleProcess.AssertRefused(LucioleProcess.Run([.. run, "--set", "DATA.TEST.FILTER_SAMPLES.PROPS=[['target_min', 'mean']]"]), "DATA.TEST.FILTER_SAMPLES.PROPS", "DATA.TEST.LOAD_GT");
    }
}
