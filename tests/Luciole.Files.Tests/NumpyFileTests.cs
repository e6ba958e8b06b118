using System.Text;

namespace Luciole.Files.Tests;

public sealed class NumpyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData()]
    [InlineData(6L)]
    [InlineData(2L, 3L)]
    [InlineData(1L, 2L, 3L, 1L)]
    public void What_is_written_is_read_back(params long[] shape)
    {
        var values = shape.Length == 0 ? [7.5f] : new[] { 0f, -1.5f, 2, 3, float.MaxValue, 1e-30f };
        NumpyFile.Write(_folder.File("a.npy"), values, shape);
        var read = NumpyFile.Read(_folder.File("a.npy"));
        Assert.Equal("<f4", read.DType);
        Assert.Equal(shape, read.Shape);
        Assert.Equal(values, read.ToFloats());
    }

    [Fact]
    public void The_header_is_what_numpy_writes()
    {
        NumpyFile.Write(_folder.File("a.npy"), "<u2", [1, 0, 2, 0, 0xFF, 0xFF], 3);
        var bytes = File.ReadAllBytes(_folder.File("a.npy"));
        Assert.Equal(0, (bytes.Length - 6) % 64);
        Assert.StartsWith("{'descr': '<u2', 'fortran_order': False, 'shape': (3,), }", Encoding.Latin1.GetString(bytes, 10, 118));
        Assert.Equal([1.0, 2.0, 65535.0], NumpyFile.Read(_folder.File("a.npy")).ToDoubles());
    }

    [Fact]
    public void Big_endian_values_are_turned()
    {
        NumpyFile.Write(_folder.File("a.npy"), ">i2", [0xFF, 0xFE, 0, 3], 2);
        Assert.Equal([-2.0, 3.0], NumpyFile.Read(_folder.File("a.npy")).ToDoubles());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not numpy at all")]
    public void What_is_not_numpy_is_refused(string content)
    {
        File.WriteAllText(_folder.File("a.npy"), content);
        Assert.Contains("is not a NumPy", Assert.Throws<InputException>(() => NumpyFile.Read(_folder.File("a.npy"))).Message);
    }

    [Theory]
    [InlineData("<f4", "rows, 2", "shape (rows, 2) is not one")]
    [InlineData("<f4", "99999999999999999999,", "is not one")]
    [InlineData("<f4", "-1, 2", "is not one")]
    [InlineData("<f0", "2,", "not a plain numeric array")]
    [InlineData("<f99999999999", "2,", "not a plain numeric array")]
    public void A_header_of_nonsense_is_refused(string dtype, string shape, string reason)
    {
        var header = $"{{'descr': '{dtype}', 'fortran_order': False, 'shape': ({shape}), }}\n";
        File.WriteAllBytes(_folder.File("a.npy"), [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), 0, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Contains(reason, Assert.Throws<InputException>(() => NumpyFile.Read(_folder.File("a.npy"))).Message);
    }

    [Fact]
    public void A_cut_off_file_and_a_huge_shape_are_refused()
    {
        NumpyFile.Write(_folder.File("a.npy"), [1f, 2, 3], 3);
        var bytes = File.ReadAllBytes(_folder.File("a.npy"));
        File.WriteAllBytes(_folder.File("cut.npy"), bytes[..^1]);
        Assert.Contains("cut off", Assert.Throws<InputException>(() => NumpyFile.Read(_folder.File("cut.npy"))).Message);
        File.WriteAllBytes(_folder.File("head.npy"), bytes[..40]);
        Assert.Contains("cut off", Assert.Throws<InputException>(() => NumpyFile.Read(_folder.File("head.npy"))).Message);
        NumpyFile.Write(_folder.File("huge.npy"), [1f], 1L << 39, 1L << 39);
        Assert.Contains("cut off", Assert.Throws<InputException>(() => NumpyFile.Read(_folder.File("huge.npy"))).Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Assert.Contains("nowhere.npy", Assert.Throws<InputException>(() => NumpyFile.Read(_folder.File("nowhere.npy"))).Message);
    }
}
