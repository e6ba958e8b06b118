namespace Luciole.Checkpoints.Tests;

public sealed class CheckpointTensorTests
{
    private static readonly byte[] SixFloats = System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>([0, 1, 2, 3, 4, 5]).ToArray();

    [Theory]
    [InlineData(new long[] { 7 }, new long[] { 1 }, 0)]
    [InlineData(new long[] { 2, 3 }, new long[] { 3, 1 }, 1)]
    [InlineData(new long[] { 2 }, new long[] { 6 }, 0)]
    [InlineData(new long[] { 1 }, new long[] { 1 }, 6)]
    [InlineData(new long[] { 1 }, new long[] { 1 }, -1)]
    [InlineData(new long[] { -1 }, new long[] { 1 }, 0)]
    [InlineData(new long[] { 2 }, new long[] { -1 }, 3)]
    [InlineData(new long[] { 2, 2 }, new long[] { 1 }, 0)]
    [InlineData(new long[] { long.MaxValue, long.MaxValue }, new long[] { long.MaxValue, long.MaxValue }, long.MaxValue)]
    [InlineData(new long[] { 1L << 40, 1L << 40 }, new long[] { 0, 0 }, 0)]
    [InlineData(new long[] { 1L << 30 }, new long[] { 0 }, 0)] // fits, but repeats one value a billion times
    public void A_view_beyond_its_storage_is_refused(long[] shape, long[] strides, long offset) =>
        Assert.Throws<ArgumentException>(() => new CheckpointTensor(CheckpointStorage.FromMemory(SixFloats), ElementType.Float32, shape, strides, offset));

    [Theory]
    [InlineData(new long[] { 0, 5 }, new long[] { 1, 1 }, 100)]
    [InlineData(new long[] { long.MaxValue, 0 }, new long[] { 1, 1 }, 0)]
    public void An_empty_view_needs_no_storage(long[] shape, long[] strides, long offset)
    {
        var tensor = new CheckpointTensor(CheckpointStorage.FromMemory(SixFloats), ElementType.Float32, shape, strides, offset);
        Assert.Equal(0, tensor.ElementCount);
        Assert.Empty(tensor.ToFloats());
        tensor.CopyTo([]);
        Assert.Equal(0, tensor.Statistics().Sum);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Random_views_match_their_definition(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var rank = random.Next(0, 5);
            var shape = Enumerable.Range(0, rank).Select(_ => (long)random.Next(1, 5)).ToArray();
            var strides = Enumerable.Range(0, rank).Select(_ => (long)random.Next(0, 6)).ToArray();
            var offset = random.Next(0, 4);
            var values = Enumerable.Range(0, 200).Select(_ => (short)random.Next(short.MinValue, short.MaxValue)).ToArray();
            var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(values).ToArray();
            var tensor = new CheckpointTensor(CheckpointStorage.FromMemory(bytes), ElementType.Int16, shape, strides, offset);
            var expected = new List<double>();
            for (long n = 0; n < tensor.ElementCount; n++)
            {
                long rest = n, at = offset;
                for (var d = rank - 1; d >= 0; d--)
                {
                    at += rest % shape[d] * strides[d];
                    rest /= shape[d];
                }

                expected.Add(values[at]);
            }

            Assert.Equal(expected, tensor.ToDoubles());
            var first = random.Next(0, expected.Count);
            var window = new byte[2 * random.Next(0, expected.Count - first + 1)];
            tensor.Read(first, window);
            Assert.Equal(expected.Skip(first).Take(window.Length / 2), window.Chunk(2).Select(b => (double)BitConverter.ToInt16(b)));
        }
    }

    [Fact]
    public void Eight_bit_floats_and_bfloat16_have_the_values_of_their_definitions()
    {
        // FP8 Formats for Deep Learning, table 1: largest, smallest normal, smallest subnormal.
        Assert.Equal([448, 0.015625, 0.001953125, -1, 0], Floats(ElementType.Float8E4M3Fn, 0x7E, 0x08, 0x01, 0xB8, 0x00));
        Assert.Equal([57344, 6.103515625e-05, 1.52587890625e-05, -1, double.PositiveInfinity], Floats(ElementType.Float8E5M2, 0x7B, 0x04, 0x01, 0xBC, 0x7C));
        Assert.True(double.IsNaN(Floats(ElementType.Float8E4M3Fn, 0x7F)[0]) && double.IsNaN(Floats(ElementType.Float8E5M2, 0xFF)[0]));
        Assert.Equal([1, -2, 3.140625, double.NegativeInfinity], Floats(ElementType.BFloat16, 0x80, 0x3F, 0x00, 0xC0, 0x49, 0x40, 0x80, 0xFF));
        Assert.Equal([65535, 1], Floats(ElementType.UInt16, 0xFF, 0xFF, 1, 0));
        Assert.Equal([4294967295], Floats(ElementType.UInt32, 0xFF, 0xFF, 0xFF, 0xFF));
        Assert.Equal([18446744073709551615.0], Floats(ElementType.UInt64, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF));
    }

    [Fact]
    public void Statistics_count_every_value()
    {
        var statistics = CheckpointTensor.FromFloats([3, -4, float.NaN, float.PositiveInfinity], 4).Statistics();
        Assert.Equal(2, statistics.NotFinite);
        statistics = CheckpointTensor.FromFloats([3, -4], 2).Statistics();
        Assert.Equal(new TensorStatistics(-1, 5, -4, 3, 0), statistics);

        // More than one chunk: 1 + 2 + ... + n in closed form.
        const int n = 600_000;
        var all = Enumerable.Range(1, n).Select(i => (float)i).ToArray();
        Assert.Equal((long)n * (n + 1) / 2, CheckpointTensor.FromFloats(all, n).Statistics().Sum);
        var turned = new CheckpointTensor(CheckpointTensor.FromFloats(all, n).Storage, ElementType.Float32, [1000, 600], [1, 1000], 0);
        Assert.Equal((long)n * (n + 1) / 2, turned.Statistics().Sum);
        Assert.Equal([1, 1001, 2001], turned.ToFloats().Take(3));
    }

    [Fact]
    public void Complex_values_are_not_handed_out_as_real_ones()
    {
        var tensor = CheckpointTensor.FromMemory(ElementType.Complex64, [3], SixFloats);
        Assert.Contains("complex64", Assert.Throws<InputException>(tensor.ToFloats).Message);
        Assert.Equal(15, tensor.Statistics().Sum);
        var bytes = new byte[24];
        tensor.CopyTo(bytes);
        Assert.Equal(SixFloats, bytes);
    }

    [Fact]
    public void Destinations_of_the_wrong_size_are_refused()
    {
        var tensor = CheckpointTensor.FromMemory(ElementType.Float32, [2, 3], SixFloats);
        Assert.Throws<ArgumentException>(() => tensor.CopyTo(new byte[23]));
        Assert.Throws<ArgumentException>(() => tensor.Read(5, new byte[8]));
        Assert.Throws<ArgumentException>(() => tensor.Read(0, new byte[3]));
        Assert.Throws<ArgumentException>(() => tensor.Read(-1, new byte[4]));
    }

    [Fact]
    public void Tensors_become_NumPy_files()
    {
        using var folder = new TemporaryFolder();
        new CheckpointTensor(CheckpointStorage.FromMemory(SixFloats), ElementType.Float32, [3, 2], [1, 3], 0).WriteNumpy(folder.File("turned.npy"));
        var read = NumpyFile.Read(folder.File("turned.npy"));
        Assert.Equal([3, 2], read.Shape);
        Assert.Equal([0, 3, 1, 4, 2, 5], read.ToFloats());
        CheckpointTensor.FromMemory(ElementType.BFloat16, [2], new byte[] { 0x80, 0x3F, 0x00, 0xC0 }).WriteNumpy(folder.File("brain.npy"));
        Assert.Equal([1, -2], NumpyFile.Read(folder.File("brain.npy")).ToFloats());
    }

    [Fact]
    public void Checksums_are_those_of_the_standard()
    {
        Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8)); // the check value in every catalogue of CRCs
        var bytes = new byte[1000];
        new Random(5).NextBytes(bytes);
        Assert.Equal(Crc32.Of(bytes), Crc32.Finish(Crc32.Append(Crc32.Append(Crc32.Start, bytes.AsSpan(0, 333)), bytes.AsSpan(333))));
    }

    private static double[] Floats(ElementType type, params byte[] bytes) => CheckpointTensor.FromMemory(type, [bytes.Length / type.Size()], bytes).ToDoubles();
}
