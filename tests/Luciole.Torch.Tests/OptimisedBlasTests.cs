using Luciole.Torch.Runtime;

namespace Luciole.Torch.Tests;

public sealed class OptimisedBlasTests
{
    [Theory]
    [InlineData("7f0000000000-7f0000001000 r-xp 00000000 08:01 12 /usr/lib/x86_64-linux-gnu/libopenblasp-r0.3.21.so", true)]
    [InlineData("7f0000000000-7f0000001000 r--p 00000000 08:01 12 /opt/intel/lib/libmkl_core.so.2", true)]
    [InlineData("7f0000000000-7f0000001000 r-xp 00000000 08:01 12 /usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", false)]
    [InlineData("7f0000000000-7f0000001000 r-xp 00000000 08:01 12 /home/libopenblas/lib/libblas.so.3", false)]
    [InlineData("7f0000000000-7f0000001000 rw-p 00000000 00:00 0", false)]
    public void A_loaded_library_is_known_by_its_file_s_name(string line, bool known) =>
        Assert.Equal(known, OptimisedBlas.IsAmong(["7f0000002000-7f0000003000 rw-p 00000000 00:00 0 [heap]", line]));

    [Fact]
    public void A_library_that_is_known_multiplies_fast()
    {
        var gigaflops = BlasSpeed.Measure();
        Assert.SkipUnless(OptimisedBlas.IsLoaded(), "no BLAS that is known by its name");
        Assert.Null(BlasSpeed.Warning(gigaflops, TorchRuntime.Threads));
    }
}
