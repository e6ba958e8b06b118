namespace Luciole.Configuration;

/// <summary>A key of BiaPy that Luciole does not act on.</summary>
/// <param name="Name">The dotted key.</param>
/// <param name="Default">BiaPy's default.</param>
/// <param name="HasDefault">Whether that is known.</param>
/// <param name="Workflow">What it belongs to; null when it has no effect in these workflows.</param>
internal sealed record OtherKey(string Name, object? Default, bool HasDefault, string? Workflow)
{
    public bool IsDefault(object? value) => HasDefault && Same(value, Default);

    // BiaPy fills these in by itself while it checks a configuration.
    public bool IsFilledIn(object? value) => Name == "PROBLEM.SUPER_RESOLUTION.UPSCALING" && (Same(value, new object?[] { 1L, 1L }) || value is 1L);

    private static bool Same(object? a, object? b)
    {
        if (Values.Number(RawValue.Of(a)) is { } x && Values.Number(RawValue.Of(b)) is { } y)
            return x == y;
        if (a is IReadOnlyList<object?> left && b is IReadOnlyList<object?> right)
            return left.Count == right.Count && left.Zip(right).All(p => Same(p.First, p.Second));
        if (a is IReadOnlyDictionary<string, object?> one && b is IReadOnlyDictionary<string, object?> two)
            return one.Count == two.Count && one.All(p => two.TryGetValue(p.Key, out var other) && Same(p.Value, other));
        return Equals(a, b);
    }
}
