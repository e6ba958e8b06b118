namespace Luciole.Workflows.Tests;

public sealed class ReconstructionScoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Means_leave_out_what_is_not_finite()
    {
        var means = ReconstructionScore.Means([new("a", 1, 2, double.PositiveInfinity, double.NaN), new("b", 3, 5, 20, double.NaN)]);
        Assert.Equal([2, 3.5, 20, double.NaN], means);
    }

    [Fact]
    public void The_table_is_written_with_points_and_quotes()
    {
        ReconstructionScore.WriteCsv(_folder.File("t.csv"), [new("with \"quotes\", and comma", 0.5, 0.25, 12.5, 0.75)]);
        Assert.Equal("image,mse,mae,psnr,ssim\n\"with \"\"quotes\"\", and comma\",0.5,0.25,12.5,0.75\n", File.ReadAllText(_folder.File("t.csv")));
    }
}
