namespace Luciole.EndToEnd.Tests;

/// <summary>Training folders in which an image is damaged.</summary>
public sealed class DamagedImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _damaged;

    public DamagedImagesTests()
    {
        TinyImages.WriteSets(_folder.File("train"), 1, 3, planes: 2);
        TinyImages.WriteSets(_folder.File("val"), 11, 1, planes: 1);
        TinyImages.WriteSets(_folder.File("test"), 21, 1, planes: 1);

        // The header is whole and the pixels are not: only reading them all finds it.
        _damaged = _folder.File("train", "x", "Study_1_BF_image_2_Nucleus.ome.tiff", "Study_1_BF_image_2_BF_z1.ome.tiff");
        TinyImages.WriteDamagedPixels(_damaged, 48, 48);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_image_stops_the_run_before_the_first_epoch_or_is_left_out_and_listed()
    {
        var yaml = _folder.File("tiny.yaml");
        File.WriteAllText(yaml, TinyNetwork.Training(_folder.FullName, epochs: 1));
        string[] run =
        [
            "run", "--config", yaml, "--result_dir", _folder.File("results"), "--name", "job",
            "--set", "AUGMENTOR.ENABLE=True", "--set", "AUGMENTOR.VFLIP=True", "--set", "AUGMENTOR.AUG_NUM_SAMPLES=2",
        ];
        LucioleProcess.AssertRefused(LucioleProcess.Run(run), _damaged);
        Assert.False(Directory.Exists(_folder.File("results", "job", "checkpoints")));

        var (_, messages) = LucioleProcess.Succeed([.. run, "--set", "DATA.SKIP_CORRUPT=True"]);
        var results = _folder.File("results", "job", "results", "job_1");
        Assert.Contains("1 images are left out", messages);
        var lines = File.ReadAllLines(Path.Combine(results, "skipped.csv"));
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"\"{_damaged}\",", lines[1], StringComparison.Ordinal);
        Assert.Equal(8, Directory.GetFiles(Path.Combine(results, "aug"), "*_vflip*.tif").Length);
    }
}
