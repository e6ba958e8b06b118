using System.Runtime.InteropServices;
using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Workflows.Tests;

public sealed class ReconstructionWorkflowTests : IDisposable
{
    private const string Tiny =
        """
        {LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: SELF_SUPERVISED, SELF_SUPERVISED: {PRETEXT_TASK: masking}},
        DATA: {PATCH_SIZE: "(16, 16, 1)", NORMALIZATION: {TYPE: zero_mean_unit_variance}},
        MODEL: {ARCHITECTURE: mae, VIT_TOKEN_SIZE: 4, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 1, VIT_NUM_HEADS: 2, MAE_DEC_HIDDEN_SIZE: 8, MAE_DEC_NUM_LAYERS: 1, MAE_DEC_NUM_HEADS: 2},
        TEST: {ENABLE: True}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Three_files_are_written_for_each_image_in_its_own_units()
    {
        var stored = WriteImage("cells.npy", 20, 30);
        WriteImage("more.npy", 5, 7);
        var outcome = Run([]);
        Assert.Empty(outcome.Failures);
        Assert.Equal(
            ["cells.tif", "cells_masked.tif", "cells_reconstruction_and_visible.tif", "more.tif", "more_masked.tif", "more_reconstruction_and_visible.tif"],
            outcome.Files.Select(f => Path.GetFileName(f)));
        var (prediction, masked, mixture) = (Read("cells.tif"), Read("cells_masked.tif"), Read("cells_reconstruction_and_visible.tif"));
        Assert.Equal(SampleType.UInt16, prediction.SampleType);
        Assert.Equal((20, 30), (masked.Height, masked.Width));
        var (p, m, x) = (prediction.ToSingle(), masked.ToSingle(), mixture.ToSingle());
        var mean = (float)Math.Round(stored.Average(v => (double)v));
        for (var i = 0; i < stored.Length; i++)
        {
            // The patches count from the last row and column.
            var (row, column) = ((i / 30) + 12, (i % 30) + 2);
            var hidden = ((row % 16 / 4) + (column % 16 / 4)) % 2 == 0;
            Assert.Equal(hidden ? mean : stored[i], m[i]);
            Assert.Equal(hidden ? p[i] : stored[i], x[i]);
        }

        var provenance = TiffSummary.Read(outcome.Files[2]).Provenance!;
        Assert.Equal(("prediction and visible input", "raw", "cells.npy"), (provenance["content"], provenance["output_scale"], provenance["input_file"]));
    }

    [Fact]
    public void Figures_are_those_of_the_hidden_tokens_of_the_files()
    {
        var stored = WriteImage("cells.npy", 16, 16);
        var outcome = Run(["TEST.OUTPUT=normalised"]);
        var score = Assert.Single(outcome.Scores);
        double mean = stored.Average(v => (double)v), deviation = Math.Sqrt(stored.Average(v => (v - mean) * (v - mean)));
        var prediction = Read("cells.tif").ToSingle();
        Assert.Equal(SampleType.Float32, Read("cells.tif").SampleType);
        var errors = Enumerable.Range(0, 256).Where(i => ((i / 16 / 4) + (i % 16 / 4)) % 2 == 0).Select(i => prediction[i] - ((stored[i] - mean) / (deviation + 1e-6))).ToList();
        Assert.Equal(errors.Average(e => e * e), score.MeanSquaredError, 1e-5);
        Assert.Equal(errors.Average(Math.Abs), score.MeanAbsoluteError, 1e-5);
        Assert.Equal(10 * Math.Log10(Math.Pow((stored.Max() - stored.Min()) / deviation, 2) / errors.Average(e => e * e)), score.PeakSignalToNoise, 1e-3);
        var visible = Read("cells_reconstruction_and_visible.tif").ToSingle();
        var truth = stored.Select(v => (float)((v - mean) / (deviation + 1e-6))).ToArray();
        Assert.Equal(Metrics.GaussianSsim.Mean(visible, truth, 16, 16), score.StructuralSimilarity, 1e-5);
    }

    [Fact]
    public void A_damaged_image_does_not_keep_the_others_waiting()
    {
        WriteImage("a.npy", 20, 20);
        File.WriteAllText(_folder.File("in", "b.npy"), "no array");
        WriteImage("c.npy", 20, 20);
        var log = new ListingLog();
        var outcome = Run([], log);
        Assert.Equal(6, outcome.Files.Count);
        Assert.Contains("b.npy", Assert.Single(outcome.Failures));
        Assert.Contains("skipped", Assert.Single(log.Notes));
    }

    [Fact]
    public void Names_that_would_meet_are_refused()
    {
        WriteImage("a.npy", 20, 20);
        WriteImage("a_masked.npy", 20, 20);
        Assert.Contains("a_masked.tif", Assert.Throws<InputException>(() => Run([])).Message);
    }

    [Fact]
    public void Nothing_overwrites_its_input()
    {
        WriteImage("a.npy", 20, 20);
        Run([]);
        File.Copy(_folder.File("out", "a_masked.tif"), _folder.File("in", "b.tif"));
        File.Delete(_folder.File("in", "a.npy"));
        Assert.Contains("overwrite", Assert.Throws<InputException>(() => Run([], output: _folder.File("in"))).Message);
    }

    [Fact]
    public void A_target_scale_and_another_networks_weights_are_refused()
    {
        WriteImage("a.npy", 20, 20);
        Assert.Contains("TEST.OUTPUT: target", Assert.Throws<InputException>(() => Run(["TEST.OUTPUT=target"])).Message);
        StartingWeights.Write(
            ConfigurationReader.ReadText(
                "{LUCIOLE: {DIALECT: luciole-1}, PROBLEM: {TYPE: IMAGE_TO_IMAGE}, DATA: {PATCH_SIZE: \"(16, 16, 1)\"}, MODEL: {ARCHITECTURE: unetr, VIT_TOKEN_SIZE: 4, VIT_EMBED_DIM: 8, VIT_NUM_LAYERS: 1, VIT_NUM_HEADS: 2, UNETR_VIT_HIDD_MULT: 1, UNETR_VIT_NUM_FILTERS: 2}}",
                "unetr.yaml",
                []).Configuration,
            _folder.File("unetr.pth"),
            "0");
        Assert.Contains("unetr.pth: was trained as IMAGE_TO_IMAGE", Assert.Throws<InputException>(() => TrainedAutoencoder.Open(_folder.File("unetr.pth"), Configuration([]), default)).Message);
    }

    private ReconstructionOutcome Run(string[] overrides, IRunLog? log = null, string? output = null)
    {
        var configuration = Configuration(overrides);
        StartingWeights.Write(configuration.Configuration, _folder.File("mae.pth"), "0");
        using var model = TrainedAutoencoder.Open(_folder.File("mae.pth"), configuration, default);
        var options = new PredictionOptions { OutputFolder = output ?? _folder.File("out"), Output = configuration.Configuration.Test.Output, Program = "Luciole 0" };
        return new ReconstructionWorkflow(model, options, default, log ?? new ListingLog()).Run(TestFolders.Read(_folder.File("in")).Samples, CancellationToken.None);
    }

    private static ConfigurationResult Configuration(string[] overrides) => ConfigurationReader.ReadText(Tiny, "tiny.yaml", overrides);

    private ushort[] WriteImage(string name, int height, int width)
    {
        var stored = Enumerable.Range(0, height * width).Select(i => (ushort)(3 + (i * 17 % 211))).ToArray();
        NumpyFile.Write(_folder.File("in", name), "<u2", MemoryMarshal.AsBytes<ushort>(stored), height, width);
        return stored;
    }

    private ImageArray Read(string name) => ImageFile.Read(_folder.File("out", name));
}
