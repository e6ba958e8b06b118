using System.Text;
using Luciole.Workflows.Journal.TensorBoard;

namespace Luciole.Workflows.Tests.Journal.TensorBoard;

public sealed class Crc32CTests
{
    [Fact]
    public void The_examples_of_RFC_3720_come_out()
    {
        Assert.Equal(0x8a9136aau, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62a8ab43u, Crc32C.Of([.. Enumerable.Repeat((byte)0xff, 32)]));
        Assert.Equal(0x46dd794eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113fdb5cu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
    }

    [Fact]
    public void The_common_check_value_comes_out() => Assert.Equal(0xe3069283u, Crc32C.Of(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void Nothing_has_the_check_0() => Assert.Equal(0u, Crc32C.Of([]));

    [Fact]
    public void Every_length_agrees_with_the_bitwise_definition()
    {
        var random = new Random(3);
        for (var length = 0; length < 70; length++)
        {
            var data = new byte[length];
            random.NextBytes(data);
            Assert.Equal(EventFile.BitwiseCrc32C(data), Crc32C.Of(data));
        }
    }

    [Fact]
    public void A_masked_check_is_turned_and_shifted()
    {
        // 0xe3069283 turned right by 15 bits is 0x2507c60d; plus 0xa282ead8, modulo 2^32.
        Assert.Equal(0xc78ab0e5u, Crc32C.Masked(Encoding.ASCII.GetBytes("123456789")));
    }
}
