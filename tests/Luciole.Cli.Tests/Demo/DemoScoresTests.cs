using System.Runtime.InteropServices;
using Luciole.Cli.Demo;
using Luciole.Data.Studies;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Metrics;
using Luciole.Workflows;

namespace Luciole.Cli.Tests.Demo;

public sealed class DemoScoresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_organelle_has_a_row_of_means_by_modality_and_the_score_of_a_constant()
    {
        var truth = _folder.File("image_1_Nucleus.ome.tiff");
        using (var writer = new OmeTiffWriter(truth, new OmeTiffOptions { Height = 16, Width = 16, SampleType = SampleType.UInt16, ChannelNames = ["Nucleus"], Provenance = new Provenance { Program = "test" } }))
        {
            writer.WriteNativeRows(MemoryMarshal.AsBytes(Enumerable.Range(0, 256).Select(i => (ushort)(100 + (i * 37 % 251))).ToArray().AsSpan()));
            writer.Commit();
        }

        ImageScore Score(string modality, int z, double pcc, double ssim) => new($"a/image_1_{modality}_z{z}.ome.tiff", truth, "p", new TestMetrics(0, 0, 0, ssim, pcc));
        var table = DemoScores.Table(new Dictionary<Organelle, IReadOnlyList<ImageScore>>
        {
            [Organelle.Nucleus] = [Score("BF", 0, 0.5, 0.25), Score("BF", 2, 0.75, 0.25), Score("PC", 0, 1, 0.75), Score("DIC", 0, 0.25, 0.75)],
            [Organelle.Actin] = [Score("BF", 0, 0, 0), Score("PC", 0, 0, 0), Score("DIC", 0, -0.5, 0)],
        });
        var lines = table.Split(Environment.NewLine);
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^organelle +PCC +in BF +in PC +in DIC +SSIM +SSIM of a constant$", lines[0]);
        Assert.Matches(@"^Nucleus +0\.625 +0\.625 +1\.000 +0\.250 +0\.500 +0\.\d{3}$", lines[1]);
        Assert.Matches(@"^Actin +-0\.167 +0\.000 +0\.000 +-0\.500 +0\.000 +0\.\d{3}$", lines[2]);
    }

    [Fact]
    public void Predicting_the_mean_everywhere_scores_what_the_constants_of_SSIM_leave()
    {
        // A checkerboard of 0 and 10 is one of -1 and 1: the luminance term is 1 but for the borders' weights, the contrast term c2 / (1 + c2).
        var board = Enumerable.Range(0, 64 * 64).Select(i => 10f * ((i + (i / 64)) % 2)).ToArray();
        var c2 = Math.Pow(0.03 * 2, 2);
        Assert.Equal(c2 / (1 + c2), DemoScores.ConstantSimilarity(board, 64, 64), 2e-3);
        Assert.Equal(DemoScores.ConstantSimilarity(board, 64, 64), DemoScores.ConstantSimilarity([.. board.Select(v => (3 * v) + 40)], 64, 64), 1e-6);
    }
}
