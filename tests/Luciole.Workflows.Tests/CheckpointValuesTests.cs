using Luciole.Checkpoints;

namespace Luciole.Workflows.Tests;

public sealed class CheckpointValuesTests
{
    [Fact]
    public void Values_come_back_as_they_went()
    {
        var values = new Dictionary<string, object?>
        {
            ["none"] = null, ["true"] = true, ["false"] = false, ["whole"] = 3L, ["zero"] = 0L, ["one"] = 1L, ["decimal"] = 4.0, ["small"] = 1e-6, ["text"] = "1", ["empty"] = "",
            ["tuple"] = new object?[] { 32L, 32L, 1L }, ["nested"] = new Dictionary<string, object?> { ["list"] = new List<object?> { 1L, 2.5, "three", null } },
        };
        Same(values, CheckpointValues.ToPlain(CheckpointValues.FromPlain(values)));
    }

    [Fact]
    public void Numbers_and_truth_values_are_not_confused()
    {
        var plain = CheckpointValues.ToPlain(CheckpointValues.FromPlain(new Dictionary<string, object?> { ["a"] = true, ["b"] = 1, ["c"] = 1.0 }));
        Assert.Equal((typeof(bool), typeof(long), typeof(double)), (plain["a"]!.GetType(), plain["b"]!.GetType(), plain["c"]!.GetType()));
    }

    [Fact]
    public void Tuples_and_lists_stay_apart()
    {
        Assert.IsType<PickleTuple>(CheckpointValues.FromPlain(new object?[] { 1L }));
        Assert.IsType<PickleList>(CheckpointValues.FromPlain(new List<object?> { 1L }));
    }

    [Fact]
    public void What_cannot_be_stored_is_a_mistake_of_the_program() =>
        Assert.Throws<ArgumentException>(() => CheckpointValues.FromPlain((object)DateTime.UnixEpoch));

    private static void Same(object? expected, object? actual)
    {
        switch (expected)
        {
            case IReadOnlyDictionary<string, object?> dict:
                var other = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(actual);
                Assert.Equal(dict.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
                foreach (var (key, value) in dict)
                    Same(value, other[key]);
                break;
            case IEnumerable<object?> items:
                Assert.Equal(expected.GetType(), actual!.GetType());
                Assert.All(items.Zip((IEnumerable<object?>)actual), p => Same(p.First, p.Second));
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }

    [Fact]
    public void A_configuration_that_holds_itself_is_refused()
    {
        var loop = new PickleDict();
        loop.Add("inner", loop);
        Assert.Contains("holds itself", Assert.Throws<Luciole.Files.InputException>(() => CheckpointValues.ToPlain(loop)).Message);
        PickleValue deep = new PickleList([1L]);
        for (var i = 0; i < 100_000; i++)
            deep = new PickleList([deep]);
        Assert.Throws<Luciole.Files.InputException>(() => CheckpointValues.ToPlain(deep));
    }
}
