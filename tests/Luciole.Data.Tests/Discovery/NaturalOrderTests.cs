using Luciole.Data.Discovery;

namespace Luciole.Data.Tests.Discovery;

public sealed class NaturalOrderTests
{
    [Fact]
    public void Numbers_are_ordered_by_value()
    {
        string[] names = ["z10", "z1", "z2", "a", "z01", "z2b", "z", "b3", "z00000000000000000000000000000011"];
        Assert.Equal(["a", "b3", "z", "z01", "z1", "z2", "z2b", "z10", "z00000000000000000000000000000011"], names.Order(NaturalOrder.Instance));
    }

    [Fact]
    public void Different_names_are_never_equal_and_the_order_is_consistent()
    {
        string[] names = ["a1", "a01", "a001", "a1b", "a01b", "A1", "", "1", "01", "1a", "a"];
        foreach (var x in names)
        {
            foreach (var y in names)
            {
                var order = NaturalOrder.Instance.Compare(x, y);
                Assert.Equal(x == y, order == 0);
                Assert.Equal(Math.Sign(order), -Math.Sign(NaturalOrder.Instance.Compare(y, x)));
                foreach (var z in names.Where(z => order < 0 && NaturalOrder.Instance.Compare(y, z) < 0))
                    Assert.True(NaturalOrder.Instance.Compare(x, z) < 0, $"{x} < {y} < {z}");
            }
        }
    }
}
